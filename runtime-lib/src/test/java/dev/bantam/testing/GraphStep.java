package dev.bantam.testing;

import dev.bantam.graph.Attributes;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One more operator for a sketch of a graph: which, on what, with which options. */
enum GraphStep {
  ACTIVATE {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      switch (sketch.between(0, 6)) {
        case 0 -> unary(sketch, "RELU", x, Attributes.NONE);
        case 1 -> unary(sketch, "RELU6", x, Attributes.NONE);
        case 2 -> unary(sketch, "HARD_SWISH", x, sketch.attributes("HardSwishOptions", Map.of()));
        case 3 -> {
          var slope = sketch.attributes("LeakyReluOptions", Map.of("alpha", 0.25));
          unary(sketch, "LEAKY_RELU", x, slope);
        }
        case 4 -> one(sketch, "TANH", x, Attributes.NONE, sketch.scale(1f / 128, 0));
        case 5 -> one(sketch, "LOGISTIC", x, Attributes.NONE, sketch.scale(1f / 256, -128));
        default -> {
          var options = sketch.attributes("SoftmaxOptions", Map.of("beta", 1.0));
          one(sketch, "SOFTMAX", x, options, sketch.scale(1f / 256, -128));
        }
      }
    }
  },

  COMBINE {
    @Override
    void add(GraphSketch sketch) {
      int a = sketch.image();
      // With itself, or with a row of channels that is broadcast.
      var row = Shape.of(sketch.extent(a, 3));
      int b =
          sketch.onceIn(2)
              ? a
              : sketch.constant(
                  sketch.literal(sketch.tensor(a).type().with(row), sketch.isQuantized() ? 100 : 1),
                  sketch.anyScale());
      var operator = sketch.pick(List.of("ADD", "SUB", "MUL"));
      var table = operator.charAt(0) + operator.substring(1).toLowerCase(Locale.ROOT);
      var options =
          sketch.attributes(
              table + "Options", Map.of("fused_activation_function", sketch.activation()));
      sketch.add(operator, List.of(a, b), options, List.of(sketch.anyScale()));
    }
  },

  EXTREME {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      var other =
          sketch.constant(
              sketch.literal(sketch.tensor(x).type(), sketch.isQuantized() ? 100 : 1),
              sketch.scaleOf(x));
      var options = sketch.attributes("MaximumMinimumOptions", Map.of());
      var operator = sketch.pick(List.of("MAXIMUM", "MINIMUM"));
      sketch.add(operator, List.of(x, other), options, List.of(sketch.scaleOf(x)));
    }
  },

  CONVOLVE {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      int channels = sketch.between(1, 9);
      var shape =
          Shape.of(channels, sketch.between(1, 3), sketch.between(1, 3), sketch.extent(x, 3));
      int weights = sketch.weights(shape, 0);
      var options = new TreeMap<String, Object>(window(sketch));
      options.put("dilation_w_factor", 1L);
      options.put("dilation_h_factor", 1L);
      sketch.add(
          "CONV_2D",
          List.of(x, weights, sketch.bias(x, weights, channels)),
          sketch.attributes("Conv2DOptions", options),
          List.of(sketch.anyScale()));
    }
  },

  CONVOLVE_EACH_CHANNEL {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      int multiplier = sketch.between(1, 2);
      int channels = sketch.extent(x, 3) * multiplier;
      int weights =
          sketch.weights(Shape.of(1, sketch.between(1, 3), sketch.between(1, 3), channels), 3);
      var options = new TreeMap<String, Object>(window(sketch));
      // Stock takes one stride for both directions here.
      options.put("stride_w", options.get("stride_h"));
      options.put("depth_multiplier", (long) multiplier);
      options.put("dilation_w_factor", 1L);
      options.put("dilation_h_factor", 1L);
      sketch.add(
          "DEPTHWISE_CONV_2D",
          List.of(x, weights, sketch.bias(x, weights, channels)),
          sketch.attributes("DepthwiseConv2DOptions", options),
          List.of(sketch.anyScale()));
    }
  },

  POOL {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      var options = new TreeMap<String, Object>(window(sketch));
      options.put("filter_width", (long) sketch.between(1, 3));
      options.put("filter_height", (long) sketch.between(1, 3));
      sketch.add(
          sketch.pick(List.of("AVERAGE_POOL_2D", "MAX_POOL_2D")),
          List.of(x),
          sketch.attributes("Pool2DOptions", options),
          List.of(sketch.scaleOf(x)));
    }
  },

  CONNECT_FULLY {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      int channels = sketch.between(1, 20);
      int weights = sketch.weights(Shape.of(channels, sketch.extent(x, 3)), 0);
      var options = Map.of("fused_activation_function", sketch.activation(), "keep_num_dims", true);
      sketch.add(
          "FULLY_CONNECTED",
          List.of(x, weights, sketch.bias(x, weights, channels)),
          sketch.attributes("FullyConnectedOptions", options),
          List.of(sketch.anyScale()));
    }
  },

  REARRANGE {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      var scale = List.of(sketch.scaleOf(x));
      switch (sketch.between(0, 3)) {
        case 0 -> {
          var order = sketch.pick(List.of(new int[] {0, 2, 1, 3}, new int[] {0, 3, 1, 2}));
          var options = sketch.attributes("TransposeOptions", Map.of());
          sketch.add("TRANSPOSE", List.of(x, sketch.integers(order)), options, scale);
        }
        case 1 -> {
          int[] shape = {1, sketch.extent(x, 2), sketch.extent(x, 1), sketch.extent(x, 3)};
          var options = sketch.attributes("ReshapeOptions", Map.of());
          sketch.add("RESHAPE", List.of(x, sketch.integers(shape)), options, scale);
        }
        case 2 -> {
          int[] amounts = new int[8];
          for (int i = 2; i < 8; i++) amounts[i] = sketch.between(0, 2);
          int paddings = sketch.constant(literal(amounts), Optional.empty());
          sketch.add("PAD", List.of(x, paddings), sketch.attributes("PadOptions", Map.of()), scale);
        }
        default -> {
          int height = sketch.extent(x, 1);
          int width = sketch.extent(x, 2);
          int begin = sketch.integers(0, height / 3, width / 2, 0);
          int size = sketch.integers(1, height - height / 3, width - width / 2, -1);
          var options = sketch.attributes("SliceOptions", Map.of());
          sketch.add("SLICE", List.of(x, begin, size), options, scale);
        }
      }
    }

    private static Literal literal(int[] amounts) {
      return Literal.of(Shape.of(4, 2), amounts);
    }
  },

  JOIN {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      var options = Map.<String, Object>of("axis", 3L, "fused_activation_function", "NONE");
      sketch.add(
          "CONCATENATION",
          List.of(x, x),
          sketch.attributes("ConcatenationOptions", options),
          List.of(sketch.scaleOf(x)));
    }
  },

  SPLIT {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      if (sketch.extent(x, 3) % 2 != 0) return;
      var axis = sketch.constant(Literal.of(Shape.SCALAR, 3), Optional.empty());
      var scale = sketch.scaleOf(x);
      sketch.add(
          "SPLIT",
          List.of(axis, x),
          sketch.attributes("SplitOptions", Map.of("num_splits", 2L)),
          List.of(scale, scale));
    }
  },

  RESIZE {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      int size = sketch.integers(sketch.between(1, 9), sketch.between(1, 9));
      var operator = sketch.pick(List.of("ResizeBilinear", "ResizeNearestNeighbor"));
      boolean half = sketch.onceIn(2);
      var options = Map.<String, Object>of("align_corners", false, "half_pixel_centers", half);
      sketch.add(
          operator.equals("ResizeBilinear") ? "RESIZE_BILINEAR" : "RESIZE_NEAREST_NEIGHBOR",
          List.of(x, size),
          sketch.attributes(operator + "Options", options),
          List.of(sketch.scaleOf(x)));
    }
  },

  FOLD {
    @Override
    void add(GraphSketch sketch) {
      int x = sketch.image();
      var options = sketch.attributes("ReducerOptions", Map.of("keep_dims", true));
      var axes = sketch.pick(List.of(new int[] {1, 2}, new int[] {3}, new int[] {1}));
      var operator = sketch.pick(List.of("MEAN", "SUM", "REDUCE_MAX"));
      var scale = operator.equals("REDUCE_MAX") ? sketch.scaleOf(x) : sketch.anyScale();
      sketch.add(operator, List.of(x, sketch.integers(axes)), options, List.of(scale));
    }
  };

  /** Adds the operator, or nothing where it does not fit what is there. */
  abstract void add(GraphSketch sketch);

  private static void unary(GraphSketch sketch, String operator, int x, Attributes attributes) {
    one(sketch, operator, x, attributes, sketch.anyScale());
  }

  private static void one(
      GraphSketch sketch,
      String operator,
      int x,
      Attributes attributes,
      Optional<Quantization> scale) {
    sketch.add(operator, new ArrayList<>(List.of(x)), attributes, List.of(scale));
  }

  private static Map<String, Object> window(GraphSketch sketch) {
    return Map.of(
        "padding",
        sketch.pick(List.of("SAME", "VALID")),
        "stride_w",
        (long) sketch.between(1, 2),
        "stride_h",
        (long) sketch.between(1, 2),
        "fused_activation_function",
        sketch.activation());
  }
}
