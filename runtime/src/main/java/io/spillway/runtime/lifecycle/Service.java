package io.spillway.runtime.lifecycle;

import java.util.List;

/**
 * Runs services: reads settings, opens the admin server, wires, says ready, waits for SIGTERM and
 * closes the parts of each, the last one first. Exit code 1 after a failure, 2 when the settings
 * are not usable; a signal ends the JVM with 128 + its number, as is usual.
 */
public final class Service {
  private Service() {}

  /** Runs a service in a JVM of its own until it is stopped, then ends the JVM. */
  public static void run(ServiceDefinition service, String[] args) {
    if (args.length > 0) {
      System.err.println(
          service.name()
              + " takes no arguments, but got '"
              + args[0]
              + "'; configure it with environment variables or -Dconfig.file");
      System.exit(2);
    }
    System.exit(new ServiceProcess(service.name(), List.of(service)).run());
  }

  /**
   * Runs services in this JVM until it is stopped, then ends it. They start at the same time, and
   * the first that fails ends all.
   *
   * @param process what they are called together
   */
  public static void runTogether(String process, List<ServiceDefinition> services) {
    System.exit(new ServiceProcess(process, services).run());
  }
}
