package io.spillway.runtime.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rooms of a module and which may know which. A module's subclass names its package. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
public abstract class ServiceLayers {
  private final String root;

  /** The classes of the module. */
  protected final JavaClasses service;

  protected ServiceLayers(String root) {
    this.root = root;
    this.service =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
  }

  @Test
  void coreKnowsOnlyTheJdkAndTheSchemas() {
    classes()
        .that()
        .resideInAPackage(root + ".core..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.spillway.*.core..",
                    "io.spillway.schemas..",
                    "com.google.protobuf..",
                    "org.jspecify..",
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.security..",
                    "java.text..",
                    "java.time..",
                    "java.util..",
                    "javax.crypto..")
                .or(equivalentTo(Path.class)))
        .because("core decides and does nothing else; move I/O and libraries to an adapter")
        .allowEmptyShould(true)
        .check(service);
  }

  @Test
  void coreHasNoClockNoRandomnessAndNoLog() {
    noClasses()
        .that()
        .resideInAPackage(root + ".core..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..")
        .because("the same input must decide the same; hand the time and the random number in")
        .allowEmptyShould(true)
        .check(service);
  }

  @Test
  void portsKnowNoAdapterAndNoFlow() {
    noClasses()
        .that()
        .resideInAPackage(root + ".port..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root, root + ".adapter..")
        .because("a port is what the flow needs; adapters implement it")
        .allowEmptyShould(true)
        .check(service);
  }

  @Test
  protected void onlyTheMainClassKnowsAdapters() {
    noClasses()
        .that()
        .resideInAPackage(root)
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .haveSimpleNameNotEndingWith("Wiring")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".adapter..")
        .because("the flow speaks to ports; the main class chooses the adapters")
        .allowEmptyShould(true)
        .check(service);
  }

  @Test
  void everyClassHasARoom() {
    classes()
        .should()
        .resideInAnyPackage(root, root + ".core..", root + ".port..", root + ".adapter..")
        .because("a newcomer finds things by the four rooms; a new room is a decision record")
        .check(service);
  }
}
