package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bantam.model.fbs.tflite.BuiltinOperator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OperatorsTest {
  @Test
  void theCatalogueNamesEveryOperatorOfThePackage() {
    var defined = new TreeSet<String>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.bantam.op")
            .stream()
            .filter(type -> type.isAssignableTo(Operator.class) && !type.isInterface())
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::getName)
            .forEach(defined::add);
    var named = new TreeSet<String>();
    for (var operator : Operators.standard().byName().values())
      named.add(operator.getClass().getName());
    assertThat(named).containsExactlyElementsOf(defined);
  }

  /**
   * Those that have no meaning in the format: placeholders, and calls of code that a file has not.
   */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "CONCAT_EMBEDDINGS",
          "CUSTOM",
          "DELEGATE",
          "PLACEHOLDER_FOR_GREATER_OP_CODES",
          "STABLEHLO_CUSTOM_CALL");

  @Test
  void theCatalogueHasEveryOperatorOfTheSchema() {
    var defined = new TreeSet<>(WITHOUT_MEANING);
    for (var operator : Operators.standard().byName().values()) {
      if (!operator.signature().custom()) defined.add(operator.signature().name());
    }
    assertThat(defined).containsExactlyElementsOf(new TreeSet<>(List.of(BuiltinOperator.names)));
  }
}
