package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.ServedPort;
import io.spillway.operate.port.CertificateReload;
import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.TlsPort;
import io.spillway.stack.port.Certificates;
import io.spillway.stack.port.UnavailableException;
import io.spillway.stack.testing.FakePause;
import io.spillway.stack.testing.RecordedProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateFlowTest {
  private final Files files = new Files();
  private final RecordedProgress progress = new RecordedProgress();

  @Test
  void everyPortIsAwaitedAndServersAreTidiedUpAfterwards() throws Exception {
    Told kafka = new Told("kafka", false);

    List<ServedPort> ports = rotate(kafka, new Told("redis", false));

    assertThat(ports).extracting(ServedPort::state).containsExactly("new", "new", "new");
    assertThat(files.looks).as("the one that looks by itself is late").isGreaterThan(3);
    assertThat(kafka.did).containsExactly("reload", "settle");
  }

  @Test
  void aServerThatDoesNotTakeItsCertificateKeepsNoOtherFromTheirs() throws Exception {
    Told kafka = new Told("kafka", true);

    List<ServedPort> ports = rotate(kafka, new Told("redis", false));

    assertThat(ports).extracting(ServedPort::state).containsExactly("OLD", "new", "new");
    assertThat(progress.said).contains("kafka: refused");
    assertThat(kafka.did).as("not tidied up before it serves the new one").isEmpty();
  }

  @Test
  void aPortThatDoesNotAnswerIsNotNew() throws Exception {
    files.silent = "redis";
    List<ServedPort> ports = rotate(new Told("kafka", false), new Told("redis", false));
    assertThat(ports).extracting(ServedPort::state).containsExactly("new", "no answer", "new");
  }

  private List<ServedPort> rotate(CertificateReload... reloads) throws InterruptedException {
    return new CertificateFlow(
            files, List.of(reloads), new FakePause(), progress, Duration.ofSeconds(60))
        .rotate();
  }

  /** A server that is told. */
  private final class Told implements CertificateReload {
    private final String name;
    private final boolean refuses;
    private final List<String> did = new ArrayList<>();

    Told(String name, boolean refuses) {
      this.name = name;
      this.refuses = refuses;
    }

    @Override
    public String server() {
      return name;
    }

    @Override
    public void reload() throws UnavailableException {
      if (refuses) {
        throw new UnavailableException("refused", Duration.ZERO);
      }
      did.add("reload");
      files.served.put(name, "2");
    }

    @Override
    public void settle() {
      did.add("settle");
    }
  }

  /** Three owners; api looks at its files by itself, at the fifth look. */
  private static final class Files implements Certificates {
    private final List<String> owners = List.of("kafka", "redis", "api");
    private final Map<String, String> served =
        new HashMap<>(Map.of("kafka", "1", "redis", "1", "api", "1"));
    private String serial = "1";
    private String silent = "";
    private int looks;

    @Override
    public List<CertificateFacts> list() {
      return owners.stream()
          .map(
              owner -> new CertificateFacts(owner, List.of(), Instant.EPOCH, Instant.EPOCH, serial))
          .toList();
    }

    @Override
    public void renew() {
      serial = "2";
    }

    @Override
    public List<TlsPort> ports() {
      return owners.stream().map(owner -> new TlsPort(owner, 1, false)).toList();
    }

    @Override
    public Optional<String> served(TlsPort port) {
      looks++;
      if (looks > 3 * owners.size()) {
        served.put("api", serial);
      }
      return port.owner().equals(silent)
          ? Optional.empty()
          : Optional.ofNullable(served.get(port.owner()));
    }
  }
}
