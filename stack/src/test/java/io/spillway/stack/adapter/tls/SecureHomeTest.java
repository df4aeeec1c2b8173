package io.spillway.stack.adapter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.CertificatePlan;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureHomeTest {
  private static final List<String> SERVERS = List.of("kafka-0", "mysql-0");

  @TempDir Path directory;

  @Test
  void whatWasMadeOnceStays() throws IOException {
    SecureHome home = SecureHome.of(directory);
    home.prepare(SERVERS);
    String before = contents();

    home.prepare(SERVERS);
    assertThat(contents()).isEqualTo(before);

    home.prepare(List.of("kafka-0", "mysql-0", "mysql-1"));
    assertThat(home.certificate("mysql-1")).exists();
    assertThat(contents()).contains(before.lines().toList());
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    SecureHome.of(directory).prepare(SERVERS);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(path -> !path.equals(directory)).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aServersCertificateIsForThisMachineAndFromTheAuthority() throws Exception {
    SecureHome home = SecureHome.of(directory);
    home.prepare(SERVERS);
    X509Certificate authority = Pem.certificate(home.caFile());
    X509Certificate server = Pem.certificate(home.certificate("kafka-0"));

    server.verify(authority.getPublicKey());
    assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=kafka-0,O=Spillway");
    assertThat(server.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(server.getBasicConstraints()).as("signs no other").isEqualTo(-1);
    assertThat(authority.getBasicConstraints()).as("signs servers only").isZero();
    assertThatThrownBy(() -> authority.verify(server.getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void whatEndsSoonIsMadeAnewByTheSameAuthority() throws Exception {
    Instant now = Instant.now();
    Path tls = directory.resolve("tls");
    new CertificateAuthority(tls, now, new SecureRandom()).ensure(SERVERS);
    String authority = Files.readString(CertificateAuthority.authorityFile(tls));
    String server = Files.readString(CertificateAuthority.certificateFile(tls, "kafka-0"));

    Instant later = now.plus(CertificatePlan.SERVER_LIFE).minus(Duration.ofDays(10));
    new CertificateAuthority(tls, later, new SecureRandom()).ensure(SERVERS);

    assertThat(CertificateAuthority.authorityFile(tls)).hasContent(authority);
    Path renewed = CertificateAuthority.certificateFile(tls, "kafka-0");
    assertThat(Files.readString(renewed)).isNotEqualTo(server);
    assertThat(Pem.certificate(renewed).getNotAfter().toInstant())
        .isAfter(later.plus(Duration.ofDays(800)));
  }

  @Test
  void aCertificateThatLacksANameIsMadeAnew() throws IOException {
    SecureHome home = SecureHome.of(directory);
    home.prepare(List.of("ingest-api"), name -> List.of(name, "localhost"));
    CertificateFacts before = home.facts(List.of("ingest-api")).getFirst();
    assertThat(before.names()).containsExactly("ingest-api", "localhost", "127.0.0.1");

    home.prepare(List.of("ingest-api"), name -> List.of("localhost"));
    assertThat(home.facts(List.of("ingest-api"))).containsExactly(before);

    home.prepare(List.of("ingest-api"), name -> List.of(name, "orders.example.com"));
    assertThat(home.facts(List.of("ingest-api")).getFirst().names())
        .containsExactly("ingest-api", "orders.example.com", "127.0.0.1");
  }

  @Test
  void aRotationMakesEveryCertificateAndKeyAnewFromTheSameAuthority() throws Exception {
    SecureHome home = SecureHome.of(directory);
    List<String> owners = List.of("kafka-0", "ingest-api");
    home.prepare(owners);
    String authority = Files.readString(home.caFile());
    List<CertificateFacts> before = home.facts(owners);
    String key = Files.readString(home.key("ingest-api"));

    home.renew(owners);

    List<CertificateFacts> after = home.facts(owners);
    assertThat(home.caFile()).hasContent(authority);
    assertThat(Files.readString(home.key("ingest-api"))).isNotEqualTo(key);
    assertThat(after).extracting(CertificateFacts::owner).containsExactlyElementsOf(owners);
    assertThat(after)
        .extracting(CertificateFacts::serial)
        .doesNotContainAnyElementsOf(before.stream().map(CertificateFacts::serial).toList());
    assertThat(after.getFirst().names()).containsExactly("localhost", "127.0.0.1");
    assertThat(after.getFirst().daysLeft(Instant.now())).isBetween(823L, 825L);
    for (String owner : owners) {
      X509Certificate certificate = Pem.certificate(home.certificate(owner));
      certificate.verify(Pem.certificate(home.caFile()).getPublicKey());
      assertThat(certificate.getExtendedKeyUsage().contains("1.3.6.1.5.5.7.3.2"))
          .as("whether %s may log in with it", owner)
          .isEqualTo(owner.equals("kafka-0"));
    }
  }

  @Test
  void everyPasswordIsAnother() throws IOException {
    SecureHome home = SecureHome.of(directory);
    home.prepare(SERVERS);
    List<String> passwords = new ArrayList<>();
    for (Server server : Server.values()) {
      for (StackAccount account : StackAccount.on(server)) {
        Credentials credentials = home.credentials(account, server);
        assertThat(credentials.user()).isEqualTo(account.user());
        assertThat(credentials.toString()).doesNotContain(credentials.password());
        passwords.add(credentials.password());
      }
    }
    assertThat(Set.copyOf(passwords)).hasSameSizeAs(passwords);
    assertThat(passwords).allMatch(password -> password.matches("[0-9a-f]{48}"));
  }

  @Test
  void aLostPasswordIsMadeAnewAndAMissingOneNamed() throws IOException {
    SecureHome home = SecureHome.of(directory);
    assertThatThrownBy(() -> home.credentials(StackAccount.OPERATOR, Server.REDIS))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("operator.properties lacks the password of operator on REDIS");
    home.prepare(SERVERS);
    Credentials before = home.credentials(StackAccount.INGEST_API, Server.REDIS);
    Credentials mysql = home.credentials(StackAccount.INGEST_API, Server.MYSQL);
    Path file = directory.resolve("accounts/ingest-api.properties");
    List<String> without =
        Files.readAllLines(file).stream().filter(line -> !line.contains("redis.password")).toList();
    Files.write(file, without);

    home.prepare(SERVERS);

    assertThat(home.credentials(StackAccount.INGEST_API, Server.REDIS)).isNotEqualTo(before);
    assertThat(home.credentials(StackAccount.INGEST_API, Server.MYSQL)).isEqualTo(mysql);
  }

  private String contents() throws IOException {
    StringBuilder contents = new StringBuilder();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : new HashSet<>(all.filter(Files::isRegularFile).toList())) {
        contents.append(path).append('\n').append(Files.readString(path));
      }
    }
    return contents.toString().lines().sorted().reduce("", (a, b) -> a + b + "\n");
  }
}
