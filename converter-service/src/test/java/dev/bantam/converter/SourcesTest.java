package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.converter.SourceCase.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many sources convert and meet their golden results. The least counts here only go up: who
 * makes more of them pass raises them.
 */
class SourcesTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0}: at least {1} meet, at most {2} fail")
  @CsvSource({
    "sources/onnx/nodes, 503, 0",
    "sources/onnx/networks, 41, 0",
    "sources/saved_model, 66, 0",
    "sources/graphdef, 4, 0",
    "sources/keras, 0, 0",
  })
  void convertsAndMeetsTheGolden(String sources, int leastMeeting, int mostFailing)
      throws IOException {
    var counts = new EnumMap<Result, Integer>(Result.class);
    var failures = new ArrayList<String>();
    for (var source : Sources.in(sources)) {
      var verdict = new SourceCase(source).verdict(folder);
      counts.merge(verdict.result(), 1, Integer::sum);
      if (verdict.result() == Result.FAILS)
        failures.add(source.getFileName() + ": " + verdict.reason());
    }
    System.out.println(sources + " " + counts);
    failures.forEach(System.out::println);
    assertThat(counts.getOrDefault(Result.MEETS, 0)).isGreaterThanOrEqualTo(leastMeeting);
    assertThat(failures).hasSizeLessThanOrEqualTo(mostFailing);
  }
}
