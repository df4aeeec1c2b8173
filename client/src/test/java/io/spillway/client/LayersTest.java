package io.spillway.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.spillway.runtime.testing.ServiceLayers;
import org.junit.jupiter.api.Test;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.client");
  }

  @Test
  void bringsNoServiceIntoPrograms() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.spillway.runtime..",
            "io.spillway.stack..",
            "org.apache.kafka.streams..",
            "io.javalin..",
            "com.mysql..",
            "com.zaxxer..")
        .because("every dependency of the library becomes one of each program that uses it")
        .check(service);
  }
}
