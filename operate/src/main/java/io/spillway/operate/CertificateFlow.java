package io.spillway.operate;

import io.spillway.operate.core.ServedPort;
import io.spillway.operate.port.CertificateReload;
import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.TlsPort;
import io.spillway.stack.port.Certificates;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gives every server and service a new certificate while all of them run, and makes sure that each
 * uses it.
 *
 * @param patience for a port to serve the new certificate
 */
public record CertificateFlow(
    Certificates certificates,
    List<CertificateReload> reloads,
    Pause pause,
    Progress progress,
    Duration patience) {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Answers what every port serves at the end; one that has no new certificate is not new. */
  public List<ServedPort> rotate() throws InterruptedException {
    certificates.renew();
    for (CertificateReload server : reloads) {
      quietly(server, server::reload);
    }
    List<ServedPort> ports = awaitNew();
    if (ports.stream().allMatch(ServedPort::isNew)) {
      for (CertificateReload server : reloads) {
        quietly(server, server::settle);
      }
    }
    return ports;
  }

  private interface Step {
    void run() throws UnavailableException, InterruptedException;
  }

  /** One that fails must not keep the others from theirs; what its ports serve tells. */
  private void quietly(CertificateReload server, Step step) throws InterruptedException {
    try {
      step.run();
    } catch (UnavailableException | RuntimeException e) {
      progress.say(server.server() + ": " + e.getMessage());
    }
  }

  private List<ServedPort> awaitNew() throws InterruptedException {
    Map<String, String> serials =
        certificates.list().stream()
            .collect(Collectors.toMap(CertificateFacts::owner, CertificateFacts::serial));
    Duration began = pause.now();
    while (true) {
      List<ServedPort> ports =
          certificates.ports().stream()
              .map(port -> served(port, serials.getOrDefault(port.owner(), "")))
              .toList();
      if (ports.stream().allMatch(ServedPort::isNew)
          || pause.now().minus(began).compareTo(patience) > 0) {
        return ports;
      }
      pause.sleep(LOOK);
    }
  }

  private ServedPort served(TlsPort port, String expected) {
    return new ServedPort(port, expected, certificates.served(port).orElse(""));
  }
}
