package dev.bantam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.bantam.error.BantamException;
import java.util.ArrayList;
import java.util.List;

/** The walls between the packages of the runtime, each with its reason. */
@AnalyzeClasses(packages = "dev.bantam", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] JAVA = {"java.lang..", "java.util..", "org.jspecify.."};

  @ArchTest
  static final ArchRule aDialectPrintsKernelsAndKnowsNothingElse =
      noClasses()
          .that()
          .resideInAPackage("..dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..op..",
              "..prim..",
              "..schedule..",
              "..device..",
              "..graph..",
              "..model..",
              "..run..")
          .because(
              "a new language must cost one class, and a new operator must cost no dialect anything");

  @ArchTest
  static final ArchRule anOperatorNeverNamesADevice =
      noClasses()
          .that()
          .resideInAPackage("dev.bantam.op..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.bantam.device..",
              "dev.bantam.dialect..",
              "dev.bantam.schedule..",
              "dev.bantam.kernel..",
              "dev.bantam.toolchain..",
              "dev.bantam.run..",
              "dev.bantam.model..")
          .because("one definition per operator serves every device and every file format");

  @ArchTest
  static final ArchRule aScheduleNeverNamesAnOperator =
      noClasses()
          .that()
          .resideInAnyPackage("dev.bantam.schedule..", "dev.bantam.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.bantam.op..",
              "dev.bantam.graph..",
              "dev.bantam.model..",
              "dev.bantam.device..",
              "dev.bantam.run..")
          .because("patterns are found by structure, so that any operator that has one is fast");

  @ArchTest
  static final ArchRule aKernelKnowsNoPrimitive =
      noClasses()
          .that()
          .resideInAPackage("dev.bantam.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.bantam.prim..")
          .because("what dialects print must not depend on what it was made from");

  @ArchTest
  static final ArchRule primitivesStandOnTypesAlone =
      classes()
          .that()
          .resideInAPackage("dev.bantam.prim..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("dev.bantam.prim..", "dev.bantam.type..", "dev.bantam.error.."))
          .because("everything else is written against the primitives");

  @ArchTest
  static final ArchRule theInterpreterKnowsPrimitivesAlone =
      classes()
          .that()
          .resideInAPackage("dev.bantam.interp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "dev.bantam.interp..",
                  "dev.bantam.prim..",
                  "dev.bantam.type..",
                  "dev.bantam.error.."))
          .because("it is what devices are compared with, so it must share nothing with them");

  @ArchTest
  static final ArchRule gradientsAreMadeOfPrimitives =
      classes()
          .that()
          .resideInAPackage("dev.bantam.grad..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "dev.bantam.grad..",
                  "dev.bantam.prim..",
                  "dev.bantam.type..",
                  "dev.bantam.error.."))
          .because("a derivative is a program like any other, for every operator and device");

  @ArchTest
  static final ArchRule typesStandAlone =
      classes()
          .that()
          .resideInAPackage("dev.bantam.type..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("dev.bantam.type..", "java.nio.."))
          .because("every package uses types");

  @ArchTest
  static final ArchRule graphsKnowTypesAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.bantam.graph..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.bantam.op..",
              "dev.bantam.prim..",
              "dev.bantam.model..",
              "dev.bantam.interp..",
              "dev.bantam.device..",
              "dev.bantam.run..")
          .because("a graph says what a file says; what it means is the operators' matter");

  @ArchTest
  static final ArchRule generatedFormatCodeStaysInTheModelPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bantam.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.bantam.model.fbs..", "com.google.flatbuffers..")
          .because("nobody else has to verify what the format allows");

  @ArchTest
  static final ArchRule nativeCodeIsCalledFromOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bantam.device.host..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.Linker")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
          .because("a wrong call crashes the process, so there is one place to look for it");

  @ArchTest
  static final ArchRule theRuntimeNeedsNoPlatform =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "java.sql..", "javax.sql..", "java.net.http..")
          .because("the runtime is a library: no Spring, no database, no network");

  @ArchTest
  static final ArchRule nothingOpensASocket =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket.*")
          .because("the runtime is a library: no Spring, no database, no network");

  @ArchTest
  static final ArchRule noStaticStateChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("dev.bantam.model.fbs..")
          .should()
          .beFinal()
          .because("two users of the library in one process must not meet");

  @ArchTest
  static final ArchRule standardOutputBelongsToTheCommand =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a library speaks by results and exceptions");

  @ArchTest
  static final ArchRule refusalsAreOfOneFamily =
      classes()
          .that()
          .haveSimpleNameEndingWith("Exception")
          .and()
          .arePublic()
          .should()
          .beAssignableTo(BantamException.class)
          .because("a caller switches on one code");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("dev.bantam.(*)..")
          .should()
          .beFreeOfCycles()
          .because("data goes one way, from file to machine code");

  private static String[] with(String... packages) {
    var all = new ArrayList<>(List.of(JAVA));
    all.addAll(List.of(packages));
    return all.toArray(String[]::new);
  }
}
