package dev.bantam.converter.onnx;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single nodes with the results that ONNX demands, written as {@link OneNode} has them. */
class OnnxNodesTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0} of {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ReduceSum 13       | f32[2,2] 1 2 3 4; i64[1] -1            | keepdims=0 | f32[2] 3 7
          ReduceMax 18       | f32[2,3] 1 5 3 4 2 6; i64[1] 0         |            | f32[1,3] 4 5 6
          ReduceL2 18        | f32[1,2] 3 4; i64[2] 0 1               | keepdims=0 | f32[] 5
          ReduceLogSumExp 18 | f32[2,2] 0 0 100 100; i64[1] 1         | keepdims=0 | f32[2] 0.693147 100.693147
          ReduceSum 13       | f32[2] 1 2; i64[0]                     | keepdims=0 | f32[] 3
          ReduceMax 18       | f32[2,0]; const i64[1] 1               | keepdims=0 | f32[2] -inf -inf
          Squeeze 13         | f32[1,2,1] 5 6; i64[2] 0 -1            |            | f32[2] 5 6
          Squeeze 13         | f32[2,1] 5 6; i64[1] 1                 |            | f32[2] 5 6
          Unsqueeze 13       | f32[2] 5 6; i64[2] -1 0                |            | f32[1,2,1] 5 6
          Unsqueeze 13       | f32[] 5; i64[1] 0                      |            | f32[1] 5
          Trilu 14           | f32[2,3] 1 2 3 4 5 6; i64[] 1          |            | f32[2,3] 0 2 3 0 0 6
          Trilu 14           | f32[n=2,n=2] 1 2 3 4                   | upper=0    | f32[2,2] 1 0 3 4
          OneHot 11          | i64[2] 0 -1; i64[] 3; f32[2] 0 1       |            | f32[2,3] 1 0 0 0 0 1
          Slice 13           | f32[2,3] 1 2 3 4 5 6; i64[1] 1; i64[1] 9; i64[1] -1 | | f32[2,2] 2 3 5 6
          Slice 13           | f32[4] 1 2 3 4; i64[1] -1; i64[1] -9; i64[1] 0; i64[1] -2 | | f32[2] 4 2
          Split 13           | f32[3] 1 2 3; i64[2] 1 2               |            | f32[1] 1; f32[2] 2 3
          TopK 11            | f32[4] 4 1 3 2; i64[1] 2               |            | f32[2] 4 3; i64[2] 0 2
          CumSum 14          | f32[2,2] 1 2 3 4; i32[] 0              |            | f32[2,2] 1 2 4 6
          CumSum 14          | f32[2,2] 1 2 3 4; i32[] -1             | reverse=1  | f32[2,2] 3 2 7 4
          Pad 13             | f32[2] 1 2; i64[2] 1 2; f32[] 7        |            | f32[5] 7 1 2 7 7
          Pad 13             | f32[3] 1 2 3; i64[2] -1 1; f32[] 7     |            | f32[3] 2 3 7
          Pad 18             | f32[1,2] 1 2; i64[2] 1 0; f32[] 0; i64[1] -1 |      | f32[1,3] 0 1 2
          Pad 13             | f32[3] 1 2 3; i64[2] 2 1               | mode=reflect | f32[6] 3 2 1 2 3 2
          Pad 13             | f32[2] 1 2; i64[2] 2 1                 | mode=edge  | f32[5] 1 1 1 2 2
          Pad 19             | f32[3] 1 2 3; i64[2] 1 2               | mode=wrap  | f32[6] 3 1 2 3 1 2
          """)
  void takesParametersFromTheData(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  @ParameterizedTest(name = "{0} of {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BitShift 11     | i32[3] -8 -8 8; i32[3] 1 40 40                | direction=RIGHT | i32[3] -4 -1 0
          BitShift 11     | i64[2] 1 3; i64[2] 40 1                       | direction=LEFT  | i64[2] 1099511627776 6
          BitwiseAnd 18   | i64[2] 1099511627783 -1; i64[2] 1099511627782 5 |               | i64[2] 1099511627782 5
          SpaceToDepth 13 | f32[1,1,2,2] 1 2 3 4                          | blocksize=2     | f32[1,4,1,1] 1 2 3 4
          LpNormalization 1 | f32[2,2] 0 0 3 4                            | axis=1          | f32[2,2] 0 0 0.6 0.8
          ConvTranspose 11 | f32[1,1,1] 2; const f32[1,1,2] 1 3           | output_shape=[4] | f32[1,1,4] 2 6 0 0
          DFT 20          | f32[1,2,2] 3 0 1 0; - ; const i64[] 1         | inverse=1 onesided=1 | f32[1,2,1] 2 1
          Dropout 13      | f32[2] 1 2; const f32[] 0; const bool[] 1     |                 | f32[2] 1 2; bool[2] 1 1
          NonMaxSuppression 11 | f32[1,2,4] 0 0 2 1 1 0 3 1; f32[1,1,2] 0.9 0.8; i64[1] 2; const f32[1] 0.33333334 | | i64[2,3] 0 0 0 0 0 1
          """)
  void meansWhatOnnxSays(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  @ParameterizedTest(name = "{1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Attention 23 | f32[1,1,2,1] 1 1; f32[1,1,2,1] 0 0; f32[1,1,2,1] 2 4; bool[2,2] 1 1 0 0       |                    | f32[1,1,2,1] 3 0
          Attention 23 | f32[1,1,2,1] 1 1; f32[1,1,2,1] 0 0; f32[1,1,2,1] 2 4; f32[2,2] 0 0 -inf -inf  |                    | f32[1,1,2,1] 3 0
          Attention 23 | f32[1,1,2,1] 1 1; f32[1,1,2,1] 0 0; f32[1,1,2,1] 2 4                           | is_causal=1        | f32[1,1,2,1] 2 3
          Attention 25 | f32[1,1,3,1] 1 1 1; f32[1,1,3,1] 0 0 0; f32[1,1,3,1] 3 6 9                     | left_window_size=0 | f32[1,1,3,1] 6 7.5 9
          Attention 25 | f32[1,1,3,1] 1 1 1; f32[1,1,3,1] 0 0 0; f32[1,1,3,1] 3 6 9                     | right_window_size=0 | f32[1,1,3,1] 3 4.5 6
          Attention 24 | f32[1,1,1,1] 1; f32[1,1,3,1] 0 0 0; f32[1,1,3,1] 3 6 9; - ; - ; - ; i64[1] 2   |                    | f32[1,1,1,1] 4.5
          Attention 23 | f32[1,1,1,1] 1; f32[1,1,1,1] 2; f32[1,1,1,1] 5; f32[1,1] 3 | qk_matmul_output_mode=0 | f32[1,1,1,1] 5; -; -; f32[1,1,1,1] 2
          Attention 23 | f32[1,1,1,1] 1; f32[1,1,1,1] 2; f32[1,1,1,1] 5; f32[1,1] 3 | qk_matmul_output_mode=1 | f32[1,1,1,1] 5; -; -; f32[1,1,1,1] 2
          Attention 23 | f32[1,1,1,1] 1; f32[1,1,1,1] 2; f32[1,1,1,1] 5; f32[1,1] 3 | qk_matmul_output_mode=2 | f32[1,1,1,1] 5; -; -; f32[1,1,1,1] 5
          Attention 23 | f32[1,1,1,1] 1; f32[1,1,1,1] 2; f32[1,1,1,1] 5; f32[1,1] 3 | qk_matmul_output_mode=3 | f32[1,1,1,1] 5; -; -; f32[1,1,1,1] 1
          """)
  void masksAttention(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  @ParameterizedTest(name = "{0} of {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GridSample 20 | f32[1,1,1,4] 0 1 2 3; f32[1,1,2,2] 0 0 -0.33333334 0          | align_corners=1 mode=cubic    | f32[1,1,1,2] 1.5 1
          GridSample 16 | f32[1,1,2,2] 3 3 3 3; f32[1,1,1,2] 0.9 2              | padding_mode=border mode=bicubic | f32[1,1,1,1] 3
          GridSample 20 | f32[1,1,1,1,2] 1 2; f32[1,1,1,2,3] 0 0 0 1 0 0                | align_corners=1               | f32[1,1,1,1,2] 1.5 2
          AffineGrid 20 | f32[1,2,3] 1 0 0 0 1 0; const i64[4] 1 1 1 2                  |                               | f32[1,1,2,2] -0.5 0 0.5 0
          AffineGrid 20 | f32[1,2,3] 2 0 0 0 1 1; i64[4] 1 1 2 1                        | align_corners=1               | f32[1,2,1,2] -2 0 -2 2
          MaxPool 12    | f32[1,1,2,2] 1 4 4 2                                          | kernel_shape=[2,2]            | f32[1,1,1,1] 4; i64[1,1,1,1] 1
          MaxPool 12    | f32[1,1,2,2] 1 4 4 2                                          | kernel_shape=[2,2] storage_order=1 | f32[1,1,1,1] 4; i64[1,1,1,1] 2
          MaxPool 12    | f32[1,1,3] -5 -7 -6                                           | kernel_shape=[2] strides=[2] pads=[1,0] | f32[1,1,2] -5 -6; i64[1,1,2] 0 2
          MaxUnpool 11  | f32[1,1,1,1] 4; i64[1,1,1,1] 2                                | kernel_shape=[2,2] strides=[2,2] | f32[1,1,2,2] 0 0 4 0
          Col2Im 18     | f32[1,2,2] 1 2 3 4; const i64[2] 1 3; const i64[2] 1 2        |                               | f32[1,1,1,3] 1 5 4
          RoiAlign 16   | f32[1,1,2,2] 1 2 3 4; f32[1,4] 0 0 2 2; i64[1] 0              | sampling_ratio=1              | f32[1,1,1,1] 2.5
          RoiAlign 10   | f32[1,1,2,2] 1 2 3 4; f32[1,4] 0 0 1 1; i64[1] 0              | sampling_ratio=1              | f32[1,1,1,1] 2.5
          SwiGLU 28     | f32[2] 0 1; f32[2] 5 2                                        |                               | f32[2] 0 1.462117
          TensorScatter 24 | f32[1,3,1] 1 2 3; f32[1,1,1] 9; i64[1] 1                   |                               | f32[1,3,1] 1 9 3
          TensorScatter 24 | f32[1,3,1] 1 2 3; f32[1,2,1] 8 9; i64[1] 2                 | mode=circular                 | f32[1,3,1] 9 2 8
          Unique 11     | f32[4] 2 1 2 3                                                |                               | f32[3] 1 2 3; i64[3] 1 0 3; i64[4] 1 0 1 2; i64[3] 1 2 1
          Unique 11     | f32[4] 2 1 2 3                                                | sorted=0                      | f32[3] 2 1 3; i64[3] 0 1 3; i64[4] 0 1 0 2; i64[3] 2 1 1
          Unique 11     | f32[3,2] 2 1 1 5 2 1                                          | axis=0                        | f32[2,2] 1 5 2 1; i64[2] 1 0; i64[3] 1 0 1; i64[2] 1 2
          Det 11        | f32[1,2,2] 1 2 3 5                                            |                               | f32[1] -1
          Det 11        | f32[3,3] 2 0 1 1 3 2 1 1 4                                    |                               | f32[] 18
          Det 11        | f32[1,1] 7                                                    |                               | f32[] 7
          HannWindow 17 | i64[] 4                                                       |                               | f32[4] 0 0.5 1 0.5
          MelWeightMatrix 17 | const i64[] 2; const i64[] 16; const i64[] 8000; const f32[] 0; const f32[] 4000 |                      | f32[9,2] 1 0 0.5 0.5 0 1 0 0.5 0 0 0 0 0 0 0 0 0 0
          Expand 13     | f32[1,2,1] 1 2; i64[2] 1 2                                    |                               | f32[1,2,2] 1 1 2 2
          """)
  void hasRulesForRareOperators(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  @ParameterizedTest(name = "{0} of {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Resize 13 | f32[1,1,1,2] 1 2; - ; f32[4] 1 1 1 2                  | mode=nearest nearest_mode=floor coordinate_transformation_mode=asymmetric | f32[1,1,1,4] 1 1 2 2
          Resize 13 | f32[1,1,1,2] 1 2; - ; f32[4] 1 1 1 2                  | mode=linear                        | f32[1,1,1,4] 1 1.25 1.75 2
          Resize 13 | f32[1,1,1,4] 1 2 3 4; - ; - ; i64[4] 1 1 1 2          | mode=linear coordinate_transformation_mode=align_corners | f32[1,1,1,2] 1 4
          Resize 13 | f32[1,1,1,4] 0 1 2 3; - ; - ; i64[4] 1 1 1 2          | mode=cubic                         | f32[1,1,1,2] 0.40625 2.59375
          Resize 13 | f32[1,1,1,2] 1 2; f32[8] 0 0 0 0 1 1 1 2; - ; i64[4] 1 1 1 3 | mode=linear coordinate_transformation_mode=tf_crop_and_resize extrapolation_value=9.0f | f32[1,1,1,3] 1 2 9
          Resize 18 | f32[1,1,2,4] 1 2 3 4 5 6 7 8; - ; - ; i64[2] 1 4      | axes=[2,3] mode=nearest keep_aspect_ratio_policy=not_larger | f32[1,1,1,2] 1 3
          Resize 13 | f32[1,1,1,w=3] 1 2 3; - ; const f32[4] 1 1 1 2        | mode=nearest nearest_mode=floor    | f32[1,1,1,6] 1 1 1 2 2 3
          Resize 13 | f32[1,1,1,w=3] 0 3 6; - ; const f32[4] 1 1 1 1.5      | mode=linear coordinate_transformation_mode=align_corners | f32[1,1,1,4] 0 2 4 6
          Resize 13 | f32[1,1,1,w=4] 0 1 2 3; - ; const f32[4] 1 1 1 0.5    | mode=linear coordinate_transformation_mode=pytorch_half_pixel | f32[1,1,1,2] 0.5 2.5
          Upsample 9 | f32[1,1,1,2] 1 2; f32[4] 1 1 1 2                     |                                    | f32[1,1,1,4] 1 1 2 2
          MaxPool 12 | f32[1,1,w=5] 1 2 3 4 5                               | kernel_shape=[2] strides=[2] ceil_mode=1 | f32[1,1,3] 2 4 5
          AveragePool 19 | f32[1,1,w=5] 1 2 3 4 5                           | kernel_shape=[2] strides=[2] ceil_mode=1 | f32[1,1,3] 1.5 3.5 5
          MaxPool 12 | f32[1,1,w=5] 1 5 3 4 2                               | kernel_shape=[2] dilations=[2]     | f32[1,1,3] 3 5 3
          GatherElements 13 | f32[n=2,2] 1 2 3 4; i64[n=2,1] -1 0           | axis=1                             | f32[2,1] 2 3
          ScatterElements 16 | f32[n=1,3] 1 2 3; i64[n=1,1] -1; f32[n=1,1] 9 | axis=1                            | f32[1,3] 1 2 9
          ScatterND 16 | f32[n=2,2] 1 2 3 4; i64[1,2] -1 0; f32[1] 9        |                                    | f32[2,2] 1 2 9 4
          """)
  void takesOpenExtents(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  @ParameterizedTest(name = "{0} of {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.microsoft:QLinearAdd 17 | u8[2] 130 10; const f32[] 0.5; const u8[] 128; u8[2] 4 5; const f32[] 1; const u8[] 0; const f32[] 1; const u8[] 100 | | u8[2] 105 46
          com.microsoft:QLinearMul 17 | u8[2] 130 14; const f32[] 0.5; const u8[] 0; u8[2] 4 5; const f32[] 1; const u8[] 0; const f32[] 10; const u8[] 1 | | u8[2] 27 5
          com.microsoft:QLinearSigmoid 17 | u8[1] 128; const f32[] 0.5; const u8[] 128; const f32[] 0.01; const u8[] 3 | | u8[1] 53
          com.microsoft:QLinearLeakyRelu 17 | u8[2] 118 138; const f32[] 1; const u8[] 128; const f32[] 1; const u8[] 100 | alpha=0.1f | u8[2] 99 110
          com.microsoft:QLinearGlobalAveragePool 17 | u8[1,1,2,2] 2 4 6 8; const f32[] 1; const u8[] 1; const f32[] 2; const u8[] 0 | | u8[1,1,1,1] 2
          com.microsoft:QLinearAveragePool 17 | u8[1,1,1,4] 2 4 6 8; const f32[] 1; const u8[] 0; const f32[] 1; const u8[] 0 | kernel_shape=[1,2] strides=[1,2] | u8[1,1,1,2] 3 7
          com.microsoft:QLinearConcat 17 | const f32[] 1; const u8[] 10; u8[1,1] 5; const f32[] 2; const u8[] 0; u8[1,1] 7; const f32[] 1; const u8[] 3 | axis=1 | u8[1,2] 20 14
          com.microsoft:QGemm 17 | u8[1,2] 1 2; const f32[] 0.5; const u8[] 0; const i8[1,2] 3 4; const f32[] 1; const i8[] 0; const i32[1] 2; const f32[] 0.5; const u8[] 1 | transB=1 | u8[1,1] 14
          com.microsoft:QGemm 17 | u8[1,2] 1 2; const f32[] 0.5; const u8[] 0; const i8[2,1] 3 4; const f32[] 1; const i8[] 0 | | f32[1,1] 5.5
          com.microsoft:MatMulIntegerToFloat 17 | u8[1,2] 3 4; const i8[2,1] 1 2; const f32[] 0.5; const f32[] 2; const u8[] 1; const i8[] 0; const f32[1] 1 | | f32[1,1] 9
          com.microsoft:Gelu 17 | f32[1] 1 | | f32[1] 0.841345
          com.microsoft:BiasGelu 17 | f32[1] 0.5; f32[1] 0.5 | | f32[1] 0.841345
          com.microsoft:FastGelu 17 | f32[1] 0.5; f32[1] 0.5 | | f32[1] 0.841192
          com.microsoft:QuickGelu 17 | f32[1] 1 | | f32[1] 0.845796
          com.microsoft:SkipLayerNormalization 17 | f32[1,2] 1 0; f32[1,2] 0 3; const f32[2] 1 2; const f32[2] 0 1 | epsilon=0.0f | f32[1,2] -1 3
          com.microsoft:FusedConv 17 | f32[1,1,2] -1 2; const f32[1,1,1] 3 | activation=Relu | f32[1,1,2] 0 6
          com.microsoft:FusedGemm 17 | f32[1,2] 1 -2; const f32[2,1] 3 4; const f32[1] 1 | activation=Relu | f32[1,1] 0
          """)
  void hasRulesForOnnxruntimesOwnOperators(
      String operator, String inputs, String attributes, String outputs) throws IOException {
    check(operator, inputs, attributes, outputs);
  }

  private void check(String operator, String inputs, String attributes, String outputs)
      throws IOException {
    new OneNode(operator, inputs, attributes == null ? "" : attributes, outputs).check(folder);
  }
}
