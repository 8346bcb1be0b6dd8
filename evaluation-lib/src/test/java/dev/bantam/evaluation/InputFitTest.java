package dev.bantam.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.dataset.DatasetException;
import dev.bantam.dataset.Sample;
import dev.bantam.error.BantamException;
import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFitTest {
  private static final Sample PICTURE =
      new Sample(Shape.of(1, 2, 3), new float[] {0, 51, 102, 153, 204, 255});

  @Test
  void normalizesEachChannel() {
    var preprocessing = new Preprocessing(List.of(0f, 51f, 102f), List.of(1f, 2f, 51f), false);
    var fit = new InputFit(input(DType.F32, 1, 1, 2, 3), preprocessing);
    assertThat(fit.fit("a", PICTURE).toFloats()).containsExactly(0, 0, 0, 153, 76.5f, 3);
  }

  @Test
  void putsChannelsFirstWhereTheModelHasThemFirst() {
    var fit = new InputFit(input(DType.F32, 1, 3, 1, 2), Preprocessing.NONE);
    assertThat(fit.fit("a", PICTURE).toFloats()).containsExactly(0, 153, 51, 204, 102, 255);
  }

  @Test
  void makesGreyForModelsOfOneChannel() {
    var fit =
        new InputFit(
            input(DType.F32, 1, 1, 1, 1), new Preprocessing(List.of(0f), List.of(1f), true));
    var white = new Sample(Shape.of(1, 1, 3), new float[] {255, 255, 255});
    assertThat(fit.fit("a", white).toFloats()[0]).isBetween(254.99f, 255.01f);
  }

  @Test
  void quantizesForIntegerModels() {
    var input = input(DType.I8, 1, 1, 2, 3).with(Quantization.perTensor(1f, -128));
    var literal = new InputFit(input, Preprocessing.NONE).fit("a", PICTURE);
    assertThat(literal.toLongs()).containsExactly(-128, -77, -26, 25, 76, 127);
    assertThat(InputFit.reals(literal, input)).containsExactly(PICTURE.values());
  }

  @Test
  void resizesOnlyWhenAsked() {
    var input = input(DType.F32, 1, 2, 4, 3);
    assertThatThrownBy(() -> new InputFit(input, Preprocessing.NONE).fit("a.png", PICTURE))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "a.png: the sample is [1,2,3], input \"image\" of the model is [1,2,4,3]: give samples of that size, or --resize");
    var resized =
        new InputFit(input, Preprocessing.parse("resize")).fit("a.png", PICTURE).toFloats();
    assertThat(resized).startsWith(0, 51, 102, 38.25f, 89.25f, 140.25f).hasSize(24);
  }

  @Test
  void refusesSamplesOfAnotherSize() {
    var sample = new Sample(Shape.of(5), new float[5]);
    assertThatThrownBy(
            () -> new InputFit(input(DType.F32, 1, 4), Preprocessing.NONE).fit("sample 0", sample))
        .hasMessage(
            "sample 0: the sample is [5], input \"image\" of the model is [1,4]: give samples of that size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean=127.5 std=127.5",
        "mean=1.0,2.0,3.0 std=4.0,5.0,6.0 resize",
        "mean=0.0 std=1.0"
      })
  void preprocessingIsPrintedAndReadBack(String text) {
    assertThat(Preprocessing.parse(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean=x | preprocessing: \"mean=x\" must be numbers with commas between",
        "mean=1,2 std=1 | preprocessing: 2 means and 1 deviations, must be one of each, or one of each per channel",
        "std=0 | preprocessing: deviation 0.0 must be finite and not 0",
        "blur | preprocessing: \"blur\" is none of mean=, std=, resize",
      })
  void refusesPreprocessingWithoutMeaning(String text, String message) {
    assertThatThrownBy(() -> Preprocessing.parse(text))
        .isInstanceOf(BantamException.class)
        .hasMessage(message);
  }

  private static GraphTensor input(DType dtype, int... extents) {
    return GraphTensor.of("image", TensorType.of(dtype, extents));
  }
}
