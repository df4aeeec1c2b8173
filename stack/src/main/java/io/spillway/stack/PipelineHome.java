package io.spillway.stack;

import io.spillway.stack.core.PipelineService;
import java.nio.file.Path;

/**
 * The directories that a command works with.
 *
 * @param root the project, with the built jars
 * @param data where the stack's data, logs and run state live
 */
public record PipelineHome(Path root, Path data) {
  public PipelineHome {
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
  }

  /** What a service of the stack may write to. */
  public Path state(PipelineService service) {
    return services().resolve(service.serviceName());
  }

  public Path services() {
    return data.resolve("services");
  }

  /** Where each process logs to. */
  public Path logs() {
    return data.resolve("logs");
  }

  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** The API key of the commands, when the API asks for one. */
  public Path operatorKey() {
    return data.resolve("operator.key");
  }

  /** The master keys that wrap customers' keys. */
  public Path masterKeys() {
    return data.resolve("master.keys");
  }

  /** Which process is which service. */
  public Path run() {
    return data.resolve("run");
  }
}
