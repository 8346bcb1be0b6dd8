package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of rules that the catalogue does not name would never be read. */
class CatalogueTest {
  @ParameterizedTest
  @CsvSource({"onnx, OnnxRules", "tensorflow, TfRules"})
  void everyTableIsInTheCatalogue(String family, String catalogue) throws Exception {
    var inPackage = "dev.bantam.converter." + family + ".";
    var rules = Class.forName(inPackage + catalogue).getDeclaredMethod("all");
    rules.setAccessible(true);
    var known = new ArrayList<Object>(((Map<?, ?>) rules.invoke(null)).values());
    var tables = 0;
    for (var name : classes(family)) {
      for (var field : Class.forName(inPackage + name).getDeclaredFields()) {
        if (!field.getName().equals("TABLE")) continue;
        tables++;
        assertThat(known).as(name).containsAll(lines(field));
      }
    }
    assertThat(tables).isGreaterThan(8);
  }

  private static List<Object> lines(Field table) throws IllegalAccessException {
    table.setAccessible(true);
    return new ArrayList<>((List<?>) table.get(null));
  }

  private static List<String> classes(String family) throws Exception {
    var root = Path.of(Converter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var names = new ArrayList<String>();
    try (var files = Files.list(root.resolve("dev/bantam/converter").resolve(family))) {
      for (var file : files.toList()) {
        var name = String.valueOf(file.getFileName());
        if (name.endsWith(".class") && !name.startsWith("package-info"))
          names.add(name.substring(0, name.length() - ".class".length()));
      }
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    return names;
  }
}
