package io.spillway.runtime.testing;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The runtime is the services' shared edge, not a place for whatever has no other. Each of its
 * modules subclasses this.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
public abstract class RuntimeLayers {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.spillway.runtime");

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.spillway.runtime.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a service takes the packages it needs and no other; move what both need down")
        .check(classes);
  }

  @Test
  void staysInItsPackages() {
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .as("packages of the runtime; a new one needs a decision record")
        .isSubsetOf(
            "io.spillway.runtime.admin",
            "io.spillway.runtime.audit",
            "io.spillway.runtime.config",
            "io.spillway.runtime.failure",
            "io.spillway.runtime.health",
            "io.spillway.runtime.kafka",
            "io.spillway.runtime.lifecycle",
            "io.spillway.runtime.logging",
            "io.spillway.runtime.loop",
            "io.spillway.runtime.sql",
            "io.spillway.runtime.tls");
  }
}
