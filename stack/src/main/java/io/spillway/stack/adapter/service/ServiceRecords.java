package io.spillway.stack.adapter.service;

import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServicePorts;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/** Remembers in files which service was started as which process; other commands find it there. */
record ServiceRecords(Path directory) {
  void write(RunningService running) throws IOException {
    Files.createDirectories(directory);
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(running.pid()));
    properties.setProperty("startMark", Long.toString(running.startMark()));
    properties.setProperty("adminPort", Integer.toString(running.ports().admin()));
    properties.setProperty("openPort", Integer.toString(running.ports().open()));
    properties.setProperty("openEncrypted", Boolean.toString(running.ports().encrypted()));
    properties.setProperty("startedAt", running.startedAt().toString());
    properties.setProperty("log", running.log().toString());
    Path next = directory.resolve(running.service().serviceName() + ".next");
    try (Writer out = Files.newBufferedWriter(next)) {
      properties.store(out, null);
    }
    Files.move(
        next,
        file(running.service()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    // The launcher, a shell script, looks at this one.
    Files.writeString(pidFile(running.service()), running.pid() + "\n");
  }

  /** The record of the last start; empty after a stop, or when it cannot be read. */
  Optional<RunningService> read(PipelineService service) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file(service))) {
      properties.load(in);
      return Optional.of(
          new RunningService(
              service,
              Long.parseLong(properties.getProperty("pid", "")),
              Long.parseLong(properties.getProperty("startMark", "")),
              new ServicePorts(
                  Integer.parseInt(properties.getProperty("adminPort", "")),
                  Integer.parseInt(properties.getProperty("openPort", "")),
                  Boolean.parseBoolean(properties.getProperty("openEncrypted", ""))),
              Instant.parse(properties.getProperty("startedAt", "")),
              Path.of(properties.getProperty("log", ""))));
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException unusable) {
      return Optional.empty();
    }
  }

  void forget(PipelineService service) throws IOException {
    Files.deleteIfExists(file(service));
    Files.deleteIfExists(pidFile(service));
  }

  private Path file(PipelineService service) {
    return directory.resolve(service.serviceName() + ".properties");
  }

  private Path pidFile(PipelineService service) {
    return directory.resolve(service.serviceName() + ".pid");
  }
}
