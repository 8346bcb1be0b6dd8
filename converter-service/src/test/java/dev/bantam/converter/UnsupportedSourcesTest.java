package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A valid model with something that cannot be converted: every such operator is named, in one
 * answer.
 */
class UnsupportedSourcesTest {
  private static final Pattern EXPECTATION =
      Pattern.compile(
          "\"([^\"]+)\"\\s*:\\s*\\{\\s*\"outcome\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"ops\"\\s*:\\s*\\[([^\\]]*)\\]");

  @TestFactory
  List<DynamicTest> namesEveryOperator() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    tests.addAll(tests("sources/onnx/unsupported", ".onnx"));
    tests.addAll(tests("sources/saved_model", ""));
    return tests;
  }

  private static List<DynamicTest> tests(String sources, String ending) throws IOException {
    var folder = Fixtures.file(sources);
    return EXPECTATION
        .matcher(Files.readString(folder.resolve("expect.json")))
        .results()
        .map(
            match ->
                DynamicTest.dynamicTest(
                    match.group(1),
                    () ->
                        diagnoses(
                            folder.resolve(match.group(1) + ending),
                            match.group(2),
                            texts(match.group(3)))))
        .toList();
  }

  private static List<String> texts(String list) {
    return Pattern.compile("\"([^\"]*)\"").matcher(list).results().map(r -> r.group(1)).toList();
  }

  private static void diagnoses(Path source, String outcome, List<String> operators) {
    try {
      new Converter().convert(source, ConversionOptions.NONE);
    } catch (ConversionException refusal) {
      var named =
          refusal.diagnostics().stream().map(Diagnostic::operator).collect(Collectors.toSet());
      // One of two is enough where either may be converted.
      if (outcome.equals("diagnoses")) assertThat(named).containsAll(operators);
      else assertThat(named).containsAnyElementsOf(operators);
      return;
    }
    assertThat(outcome).isNotEqualTo("diagnoses");
  }
}
