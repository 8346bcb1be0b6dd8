package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
}
