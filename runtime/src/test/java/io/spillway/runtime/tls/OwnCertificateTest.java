package io.spillway.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.testing.TestCertificates;
import io.spillway.runtime.testing.TestCertificates.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class OwnCertificateTest {
  private static final String PATH = "spillway.some.tls";

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();

  @ParameterizedTest
  @CsvSource({"EC,TLSv1.3", "EC,TLSv1.2", "RSA,TLSv1.3", "RSA,TLSv1.2"})
  void aClientThatTrustsItIsServed(String keys, String protocol) throws Exception {
    PemFiles files = TestCertificates.write(directory, "a", 17, keys, inAYear());
    assertThat(served(of(files), files, protocol).getSerialNumber()).isEqualTo(17);
  }

  @Test
  void newFilesAreTakenAfterASecondAndAHandshakeEndsWithWhatItBeganWith() throws Exception {
    PemFiles files = TestCertificates.write(directory, "a", 1);
    OwnCertificate own = of(files);
    String alias = own.current().alias();
    TestCertificates.write(directory, "a", 2);

    assertThat(own.current().pair().serial()).as("within a second").isEqualTo("1");
    aSecondLater();
    assertThat(own.current().pair().serial()).isEqualTo("2");
    assertThat(own.named(alias)).isNotNull().extracting(PemPair::serial).isEqualTo("1");
    assertThat(own.named("9")).isNull();
    assertThat(served(own, files, "TLSv1.3").getSerialNumber()).isEqualTo(2);
  }

  @Test
  void aKeyOfAnotherCertificateIsToldOnceAndTheOldOneStays() throws Exception {
    PemFiles files = TestCertificates.write(directory, "a", 1);
    PemFiles other = TestCertificates.write(directory, "b", 2);
    OwnCertificate own = of(files);
    ListAppender<ILoggingEvent> log = log();
    String key = Files.readString(files.key());

    Files.writeString(files.key(), Files.readString(other.key()) + "\n");
    for (int look = 0; look < 5; look++) {
      aSecondLater();
      assertThat(own.current().pair().serial()).isEqualTo("1");
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getKeyValuePairs().toString())
        .contains("the private key that the certificate was made for", files.key().toString())
        .doesNotContain(key.lines().toList().get(1));

    Files.writeString(files.certificate(), Files.readString(other.certificate()) + "\n");
    aSecondLater();
    assertThat(own.current().pair().serial()).isEqualTo("2");
  }

  @Test
  void whoReplacesOneFileAfterTheOtherCausesNoWarning() throws Exception {
    PemFiles files = TestCertificates.write(directory, "a", 1);
    OwnCertificate own = of(files);
    ListAppender<ILoggingEvent> log = log();
    Files.delete(files.certificate());
    aSecondLater();
    assertThat(own.current().pair().serial()).isEqualTo("1");
    TestCertificates.write(directory, "a", 2);
    aSecondLater();
    assertThat(own.current().pair().serial()).isEqualTo("2");
    assertThat(log.list)
        .extracting(ILoggingEvent::getMessage)
        .containsOnly("New certificate is used");
  }

  @Test
  void anEndedCertificateIsNotTaken() throws Exception {
    PemFiles files = TestCertificates.write(directory, "a", 1);
    OwnCertificate own = of(files);
    TestCertificates.write(directory, "a", 2, "EC", Instant.now().minusSeconds(60));
    aSecondLater();
    assertThat(own.current().pair().serial()).isEqualTo("1");
  }

  @Test
  void bothFilesOrNone() {
    assertThat(OwnCertificate.from(settings("", ""), PATH)).isNull();
    assertThatThrownBy(() -> read("/c.pem", ""))
        .hasMessageContaining(PATH + ".key-file = ''")
        .hasMessageContaining(PATH + ".certificate-file is set: set both for HTTPS, or none");
    assertThatThrownBy(() -> read("", "/k.pem"))
        .hasMessageContaining(PATH + ".certificate-file = ''");
  }

  @Test
  void whatCannotBeUsedIsNamedWithWhatWouldDo() throws Exception {
    PemFiles good = TestCertificates.write(directory, "a", 1);
    PemFiles other = TestCertificates.write(directory, "b", 2);
    PemFiles rsa = TestCertificates.write(directory, "r", 3, "RSA", inAYear());
    Instant past = Instant.parse("2026-01-02T03:04:05Z");
    PemFiles ended = TestCertificates.write(directory, "e", 4, "EC", past);
    Path none = directory.resolve("none.pem");
    Path text = Files.writeString(directory.resolve("text"), "-----BEGIN EC PRIVATE KEY-----\n");

    assertRefused(none, good.key(), ".certificate-file", "a file that this process can read");
    assertRefused(text, good.key(), ".certificate-file", "one or more certificates (PEM)");
    assertRefused(good.certificate(), none, ".key-file", "a file that this process can read");
    assertRefused(good.certificate(), text, ".key-file", "openssl pkcs8 -topk8 -nocrypt");
    assertRefused(good.certificate(), other.key(), ".key-file", "and this is another");
    assertRefused(good.certificate(), rsa.key(), ".key-file", "and this is another");
    assertRefused(
        ended.certificate(), ended.key(), ".certificate-file", "this one ended at " + past);
  }

  private void assertRefused(Path certificate, Path key, String setting, String expected) {
    assertThatThrownBy(() -> read(certificate.toString(), key.toString()))
        .hasMessageContaining(PATH + setting + " = '")
        .hasMessageContaining(expected);
  }

  private static @Nullable OwnCertificate read(String certificate, String key) {
    Settings settings = settings(certificate, key);
    OwnCertificate own = OwnCertificate.from(settings, PATH);
    settings.check();
    return own;
  }

  private static Settings settings(String certificate, String key) {
    return Settings.of(
        ConfigFactory.parseMap(
            Map.of(PATH + ".certificate-file", certificate, PATH + ".key-file", key)));
  }

  private OwnCertificate of(PemFiles files) throws UnusableCertificateException {
    return new OwnCertificate(files.certificate(), files.key(), Instant::now, nanos::get);
  }

  private void aSecondLater() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private static Instant inAYear() {
    return Instant.now().plus(Duration.ofDays(365));
  }

  private static ListAppender<ILoggingEvent> log() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    ((Logger) LoggerFactory.getLogger(OwnCertificate.class)).addAppender(appender);
    return appender;
  }

  /** The certificate that a client is given in a handshake of its own. */
  private static X509Certificate served(OwnCertificate own, PemFiles trusted, String protocol)
      throws IOException {
    try (SSLServerSocket server =
        (SSLServerSocket)
            own.context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                  accepted.getOutputStream().write(1);
                } catch (IOException e) {
                  // The client's side tells.
                }
              });
      try (SSLSocket client =
          (SSLSocket)
              TrustedCertificates.context(trusted.certificate())
                  .getSocketFactory()
                  .createSocket("127.0.0.1", server.getLocalPort())) {
        client.setEnabledProtocols(new String[] {protocol});
        client.setSoTimeout(5_000);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
      }
    }
  }
}
