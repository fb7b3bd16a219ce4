package org.abn.spark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import org.nd4j.linalg.api.buffer.DataBuffer;

/**
 * Who may use whom, in all three modules. The rules are methods because Surefire 3.5.3 silently
 * skips those in fields.
 */
@AnalyzeClasses(packages = "org.abn", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  void dataUsesNeitherSparkNorDl4j(JavaClasses classes) {
    mustNotUse(classes, "org.abn.data..", "org.apache.spark..", "scala..", "org.deeplearning4j..");
  }

  @ArchTest
  void modelUsesNeitherSparkNorHadoop(JavaClasses classes) {
    mustNotUse(classes, "org.abn.model..", "org.apache.spark..", "scala..", "org.apache.hadoop..");
  }

  @ArchTest
  void dataAndModelMeetInArraysAlone(JavaClasses classes) {
    mustNotUse(classes, "org.abn.data..", "org.abn.model..", "org.abn.spark..");
    mustNotUse(classes, "org.abn.model..", "org.abn.data..", "org.abn.spark..");
  }

  @ArchTest
  void nothingUsesTheCommandLine(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.abn.spark.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.abn.spark.cli..")
        .check(classes);
  }

  @ArchTest
  void packagesAreFreeOfCycles(JavaClasses classes) {
    slices().matching("org.abn.(**)").should().beFreeOfCycles().check(classes);
  }

  /** Where a GPU computes, an address in this process is not where an array's values are. */
  @ArchTest
  void arraysAreReadThroughTheKernelsAlone(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.abn.model.kernel")
        .and()
        .doNotHaveFullyQualifiedName("org.abn.data.batch.BatchArray") // fills batches
        .should()
        .callMethodWhere(
            target(owner(assignableTo(DataBuffer.class)))
                .and(
                    target(
                        nameMatching(
                            "pointer|addressPointer|address|opaqueBuffer|indexer|asNio.*"))))
        .check(classes);
  }

  private static void mustNotUse(JavaClasses classes, String user, String... forbidden) {
    noClasses()
        .that()
        .resideInAPackage(user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(classes);
  }
}
