package dev.bantam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.DeviceOptions;
import dev.bantam.testing.Drivers;
import dev.bantam.testing.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden cases on OpenCL that between them use each part of the device; all of them take longer.
 */
class OpenClConformanceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONV_2D/float32_same_stride2_relu6",
        "CONV_2D/int8_per_channel_same",
        "CONV_2D/hybrid_int4_same",
        "CONV_2D/float32_resize",
        "DEPTHWISE_CONV_2D/int8_per_channel_same",
        "FULLY_CONNECTED/int8_per_channel_odd_relu",
        "SOFTMAX/int8",
        "TOPK_V2/float32",
        "SCATTER_ND/float32",
        "WHILE/float32",
        "IF/float32",
        "UNIDIRECTIONAL_SEQUENCE_LSTM/float32",
        "ASSIGN_VARIABLE/float32",
        "SIN/float32",
        "CAST/complex64_to_float32",
      })
  void passes(String name) {
    var model = Fixtures.file("tflite-ops/" + name + ".tflite");
    var outcome = new CaseRunner(Drivers.openCl(DeviceOptions.DEFAULT)).run(model);
    assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Outcome.Status.PASSED);
  }
}
