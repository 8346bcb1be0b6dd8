package dev.bantam.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Where the walls between libraries and services stand; the command has all of them on its class
 * path.
 */
@AnalyzeClasses(packages = "dev.bantam", importOptions = DoNotIncludeTests.class)
class LibrariesKnowNoSpringTest {
  @ArchTest
  static final ArchRule aLibraryKnowsNoSpring =
      noClasses()
          .that()
          .resideInAPackage("dev.bantam..")
          .and()
          .resideOutsideOfPackages(
              "dev.bantam.kit..", "dev.bantam.*.service..", "dev.bantam.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta.persistence..", "jakarta.servlet..")
          .because(
              "the command runs every library in process, and a library outlives its framework");
}
