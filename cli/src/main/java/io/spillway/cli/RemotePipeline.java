package io.spillway.cli;

import io.spillway.stack.PipelineTarget;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.port.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline that somebody else runs, such as containers: it can be fed, watched and proved, but
 * not started or stopped from here.
 */
public record RemotePipeline(RemoteConfig config, HealthProbe probe) implements PipelineTarget {
  /** Starts nothing: only makes sure that these services are ready. */
  @Override
  public Backends up(Collection<PipelineService> services, RunMode mode)
      throws InterruptedException {
    for (PipelineService service : services) {
      URI admin = config.admin().get(service.serviceName());
      if (admin != null) {
        HealthProbe.Answer answer = probe.ask(admin, service.serviceName());
        if (!answer.ready()) {
          String why = answer.detail().isEmpty() ? "no response from " + admin : answer.detail();
          throw new OperationException(service.serviceName() + " is not ready: " + why);
        }
      }
    }
    return config.backends();
  }

  @Override
  public void down(boolean wipe) {
    throw elsewhere();
  }

  @Override
  public void stop(Collection<PipelineService> services) {
    throw elsewhere();
  }

  @Override
  public void kill(Collection<PipelineService> services) {
    throw elsewhere();
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public Backends backends() {
    return config.backends();
  }

  @Override
  public Map<String, URI> adminAddresses() {
    return config.admin();
  }

  @Override
  public URI api() {
    return config.api();
  }

  @Override
  public Optional<String> apiKey() {
    return config.apiKey();
  }

  @Override
  public Optional<Path> apiCaFile() {
    return config.apiCaFile();
  }

  @Override
  public URI reports() {
    return config.reports();
  }

  @Override
  public Certificates certificates() {
    throw elsewhere();
  }

  @Override
  public List<ServerState> status() {
    throw elsewhere();
  }

  private OperationException elsewhere() {
    return new OperationException(
        "the pipeline at "
            + config.api()
            + " (SPILLWAY_API_URI) is not managed from here: start, stop and inspect its processes"
            + " where it runs, for example with docker compose");
  }
}
