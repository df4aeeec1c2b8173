package io.spillway.runtime.lifecycle;

/**
 * A service as whoever runs it sees it.
 *
 * @param name such as {@code ingest-api}
 */
public record ServiceDefinition(String name, Wiring wiring) {

  @FunctionalInterface
  public interface Wiring {
    /** Reads settings, builds and starts the parts; what it throws ends the process. */
    void wire(ServiceContext context) throws Exception;
  }
}
