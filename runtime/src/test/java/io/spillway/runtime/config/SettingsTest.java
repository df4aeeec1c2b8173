package io.spillway.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.spillway.schemas.routing.Partitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static Settings settings(String text) {
    return Settings.of(ConfigFactory.parseString(text));
  }

  @Test
  void readsUnits() {
    Settings settings = settings("a.wait = 250ms, a.size = 5MiB, a.n = 7, a.on = true");

    assertThat(settings.duration("a.wait", Duration.ZERO, Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofMillis(250));
    assertThat(settings.bytes("a.size", 1, 1L << 30)).isEqualTo(5L << 20);
    assertThat(settings.count("a.n", 1, 10)).isEqualTo(7);
    assertThat(settings.flag("a.on")).isTrue();
    assertThatCode(settings::check).doesNotThrowAnyException();
  }

  @Test
  void namesEveryFaultWithItsKeyItsValueAndTheRange() {
    Settings settings = settings("a.wait = soon, a.n = 11, a.password = 5s5");

    settings.duration("a.wait", Duration.ZERO, Duration.ofSeconds(1));
    settings.count("a.n", 1, 10);
    settings.count("a.missing", 1, 10);
    settings.count("a.password", 1, 10);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("a.wait = 'soon': expected a duration such as 250ms or 5s")
        .hasMessageContaining("a.n = 11: expected a whole number from 1 to 10")
        .hasMessageContaining("a.missing = (not set)")
        .hasMessageContaining("a.password = (hidden)")
        .hasMessageNotContaining("5s5");
  }

  @Test
  void aSecretComesFromItsFileWhereOneIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "s3cret\n");
    Settings settings =
        settings("a.password = plain, b.password = plain, b.password-file = " + quoted(file));

    assertThat(settings.secret("a.password")).isEqualTo("plain");
    assertThat(settings.secret("b.password")).isEqualTo("s3cret");
    assertThatCode(settings::check).doesNotThrowAnyException();
  }

  @Test
  void aSecretsFileThatCannotBeUsedIsNamedAndItsContentIsNot(@TempDir Path directory)
      throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path large = Files.writeString(directory.resolve("large"), "tell".repeat(2_000));
    Settings settings =
        settings(
            "a.password-file = /nowhere/secret, b.password-file = %s, c.password-file = %s"
                .formatted(quoted(empty), quoted(large)));

    settings.secret("a.password");
    settings.secret("b.password");
    settings.secret("c.password");

    assertThatThrownBy(settings::check)
        .hasMessageContaining("a.password-file = '/nowhere/secret': expected a file that")
        .hasMessageContaining("b.password-file = '" + empty + "': expected a file with one line")
        .hasMessageContaining("c.password-file = '" + large + "': expected a file with one line")
        .hasMessageNotContaining("telltell");
  }

  private static String quoted(Path file) {
    return '"' + file.toString() + '"';
  }

  @Test
  void shardsAreReadInOrderAndServersOnce() {
    MysqlConfig mysql =
        MysqlConfig.from(
            settings(
                "spillway.mysql { shards = \"h:1/a,h:1/b, h:2/c\", user = u, password = p,"
                    + " pool-size = 3, tls = preferred }"));

    assertThat(mysql.shards()).extracting(ShardAddress::schema).containsExactly("a", "b", "c");
    assertThat(mysql.servers()).containsExactly("h:1", "h:2");
    assertThat(mysql).hasToString("MysqlConfig[shards=" + mysql.shards() + ", user=u, poolSize=3]");
  }

  @Test
  void aBadShardIsNamed() {
    Settings settings =
        settings(
            "spillway.mysql { shards = \"h:1/a,h1/b\", user = u, password = p, pool-size = 3, tls = preferred }");

    MysqlConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("'h1/b'")
        .hasMessageContaining("host:port/schema");
  }

  @Test
  void partitionsAreThoseThatAreSet() {
    Settings settings = settings("spillway { partitions { orders = 32, inventory = 12 } }");

    assertThat(PartitioningConfig.from(settings, 4)).isEqualTo(new Partitioning(4, 32, 12));
    settings.check();
  }

  @Test
  void partitionsThatDoNotFitTheShardsAreNamed() {
    Settings settings =
        settings(
            "spillway { mysql.shards = \"h:1/a,h:1/b,h:1/c\", partitions { orders = 16, inventory = 6 } }");

    PartitioningConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("orderPartitions = 16 must be a multiple of the 3 shards");
  }

  @Test
  void aServicesOwnFileComesBeforeTheSettingsOfAll(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("one.properties"), "a.user=one\na.password=secret-of-one\n");
    Config all =
        ConfigFactory.parseMap(
            Map.of("spillway.settings-dir", directory.toString(), "a.user", "all"));

    Settings one = Settings.of(all, "one");
    Settings another = Settings.of(all, "another");

    assertThat(one.account("a")).isEqualTo(new Account("one", "secret-of-one"));
    assertThatCode(one::check).doesNotThrowAnyException();
    assertThatThrownBy(another::check)
        .hasMessageContaining("spillway.settings-dir = '" + directory + "'")
        .hasMessageContaining("a directory with another.properties");
  }

  @Test
  void anAccountNeedsAPasswordAndShowsNone() {
    Settings settings =
        settings("a { user = u, password = p4ssw0rd }, b { user = u, password = \"\" }");

    assertThat(settings.account("a")).hasToString("Account[u]");
    settings.account("b");

    assertThatThrownBy(settings::check)
        .hasMessageContaining("b.password = (hidden): expected text of 1 to 1000 characters")
        .hasMessageNotContaining("p4ssw0rd");
  }

  @Test
  void aProtocolWithAccountsNeedsOneAndACertificateMustBeReadable() {
    Settings settings =
        settings(
            "spillway { tls.ca-file = /nowhere/ca.pem, kafka { bootstrap = \"k:1\", protocol ="
                + " SASL_SSL, user = \"\", password = \"\" }, mysql.tls = sometimes }");

    KafkaConfig.from(settings);
    MysqlTls.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("spillway.kafka.user = '': expected an account")
        .hasMessageContaining("spillway.tls.ca-file = '/nowhere/ca.pem'")
        .hasMessageContaining("spillway.mysql.tls = 'sometimes': expected preferred or verify");
  }

  @Test
  void mysqlIsEncryptedWhereItOffersUnlessItMustProveItself() {
    ShardAddress shard = new ShardAddress("h", 1, "a");

    assertThat(shard.jdbcUrl()).contains("&allowPublicKeyRetrieval=true&sslMode=PREFERRED&");
    assertThat(shard.jdbcUrl(new MysqlTls(true, null)))
        .contains("&sslMode=VERIFY_IDENTITY&")
        .doesNotContain("allowPublicKeyRetrieval");
  }
}
