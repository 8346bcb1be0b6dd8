package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every broken or hostile source ends with a refusal of the right kind, soon. */
class BadSourcesTest {
  private static final Pattern EXPECTATION =
      Pattern.compile("\"([^\"]+)\"\\s*:\\s*\\{\\s*\"error\"\\s*:\\s*\"([^\"]+)\"([^}]*)\\}");

  @TestFactory
  List<DynamicTest> refuses() throws IOException {
    var folder = Fixtures.file("sources/bad");
    var expectations =
        EXPECTATION.matcher(Files.readString(folder.resolve("expect.json"))).results().toList();
    assertThat(expectations).hasSizeGreaterThanOrEqualTo(40);
    var tests = new ArrayList<DynamicTest>();
    for (var expectation : expectations) {
      var source = folder.resolve(expectation.group(1));
      boolean mayConvert = expectation.group(3).contains("may_convert");
      tests.add(
          DynamicTest.dynamicTest(
              expectation.group(1) + ": " + expectation.group(2),
              () -> refuses(source, expectation.group(2), mayConvert)));
    }
    return tests;
  }

  private static void refuses(Path source, String kind, boolean mayConvert) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            new Converter().convert(source, ConversionOptions.NONE);
            if (!mayConvert) fail("it converts, must be refused as " + kind);
          } catch (ConversionException refusal) {
            assertThat(refusal.kind()).hasToString(kind);
            assertThat(refusal.getMessage()).startsWith(kind + ": ");
          }
        });
    assertThat(source.resolveSibling("../escaped.txt")).doesNotExist();
  }
}
