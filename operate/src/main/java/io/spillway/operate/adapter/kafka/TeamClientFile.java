package io.spillway.operate.adapter.kafka;

import io.spillway.operate.port.AccountKeeper;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.ServerAccess;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.Plane;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The accounts of teams, each as the properties file of a Kafka client that only its owner may
 * read. As long as the file is there, its password is the account's.
 *
 * @param directory of the files
 */
public record TeamClientFile(Path directory, Backends backends) implements AccountKeeper {
  private static final int PASSWORD_BYTES = 24;
  private static final Pattern PASSWORD = Pattern.compile("password=\"([0-9a-f]+)\"");

  @Override
  public Optional<Credentials> account(String principal, Plane plane) {
    if (plane != Plane.KAFKA) {
      return Optional.empty();
    }
    try {
      Optional<String> kept = kept(principal);
      String password = kept.orElseGet(TeamClientFile::newPassword);
      if (kept.isEmpty()) {
        write(principal, password);
      }
      return Optional.of(new Credentials(principal, password));
    } catch (IOException e) {
      throw new OperationException("cannot keep " + file(principal) + ": " + e.getMessage(), e);
    }
  }

  /** Where the account of a team is kept. */
  public Path file(String team) {
    return directory.resolve(team + ".properties");
  }

  private Optional<String> kept(String team) throws IOException {
    if (!Files.exists(file(team))) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file(team))) {
      properties.load(in);
    }
    Matcher password = PASSWORD.matcher(properties.getProperty("sasl.jaas.config", ""));
    return password.find() ? Optional.of(password.group(1)) : Optional.empty();
  }

  private void write(String team, String password) throws IOException {
    Path caFile = backends.access().orElseThrow().caFile();
    KafkaConfig kafka =
        new KafkaConfig(
            backends.kafka(),
            KafkaConfig.SASL_SSL,
            new ServerAccess(caFile, new Account(team, password)));
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrap());
    properties.putAll(new TreeMap<>(KafkaClients.security(kafka)));
    StringWriter text = new StringWriter();
    properties.store(text, "Kafka client of " + team + "; made by ./spillway access apply");
    PrivateFiles.createDirectory(directory);
    PrivateFiles.write(file(team), text.toString());
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
