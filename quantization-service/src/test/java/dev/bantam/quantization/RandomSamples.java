package dev.bantam.quantization;

import dev.bantam.dataset.Dataset;
import dev.bantam.dataset.Sample;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.Random;

/** Normally distributed samples, the same each time. */
record RandomSamples(int size, Shape shape) implements Dataset {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public List<String> classes() {
    return List.of("0");
  }

  @Override
  public String sampleName(int i) {
    return "sample " + i;
  }

  @Override
  public int label(int i) {
    return 0;
  }

  @Override
  public Sample sample(int i) {
    var random = new Random(i);
    var values = new float[(int) shape.elements()];
    for (int v = 0; v < values.length; v++) values[v] = (float) random.nextGaussian();
    return new Sample(shape, values);
  }

  @Override
  public void close() {}
}
