package io.spillway.stack;

import io.spillway.stack.adapter.service.RunLock;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.adapter.tls.ServedCertificate;
import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.CertificatePlan;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.TlsPort;
import io.spillway.stack.port.Certificates;
import io.spillway.stack.port.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those of this machine's pipeline; nothing is started or stopped while they are made. */
record HomeCertificates(PipelineHome home, ServiceFleet fleet, Progress progress)
    implements Certificates {
  @Override
  public List<CertificateFacts> list() {
    return stack().certificates();
  }

  @Override
  public void renew() throws InterruptedException {
    try (var _ = RunLock.acquire(home.run(), progress)) {
      stack().renewCertificates();
    }
  }

  @Override
  public List<TlsPort> ports() {
    List<TlsPort> ports = new ArrayList<>(stack().tlsPorts());
    for (String name : CertificatePlan.SERVICES) {
      fleet
          .running(PipelineService.named(name))
          .filter(service -> service.ports().encrypted())
          .ifPresent(service -> ports.add(new TlsPort(name, service.ports().open(), false)));
    }
    return ports;
  }

  @Override
  public Optional<String> served(TlsPort port) {
    Path caFile = SecureHome.of(home.data()).caFile();
    return ServedCertificate.serial(caFile, port);
  }

  private NativeStack stack() {
    NativeStack stack =
        NativeStack.attach(home.data())
            .orElseThrow(
                () -> new OperationException("no stack is running; start it with ./spillway up"));
    if (!stack.spec().secure()) {
      throw new OperationException(
          "the stack in "
              + home.data()
              + " has no certificates: './spillway up --secure' makes one that has, in a new"
              + " SPILLWAY_HOME or after './spillway down --wipe'");
    }
    return stack;
  }
}
