package io.spillway.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.spillway.runtime.testing.ServiceLayers;
import org.junit.jupiter.api.Test;

class LayersTest extends ServiceLayers {
  private static final String ROOT = "io.spillway.stack";

  LayersTest() {
    super(ROOT);
  }

  /** The root starts and stops what the adapters know, so it wires; no adapter knows the root. */
  @Test
  @Override
  protected void onlyTheMainClassKnowsAdapters() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".adapter..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .because("adapters start one server or service; the root decides which and when")
        .check(service);
  }
}
