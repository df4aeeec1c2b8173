package io.spillway.stack.adapter.tls;

import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * The accounts of one home, a file of settings for each, which its process reads and from which the
 * servers are told. A password is made once; another in its place is taken with the next start, but
 * for Kafka, which keeps what its data were formatted with.
 */
record AccountFiles(Path directory) {
  private static final int PASSWORD_BYTES = 24;

  /** Makes what is missing; {@code tls} is where an account's certificates are now. */
  void ensure(Function<StackAccount, StackAccount.Tls> tls, SecureRandom random)
      throws IOException {
    PrivateFiles.createDirectory(directory);
    for (StackAccount account : StackAccount.values()) {
      Properties kept = read(account);
      Properties settings = new Properties();
      settings.putAll(
          account.settings(
              tls.apply(account),
              server -> {
                String password = kept.getProperty(account.passwordKey(server), "");
                return password.isEmpty() ? password(random) : password;
              }));
      if (!settings.equals(kept)) {
        PrivateFiles.write(file(account), text(settings, account.user()));
      }
    }
  }

  /** An account on a server, as the last {@link #ensure} left it. */
  Credentials credentials(StackAccount account, Server server) throws IOException {
    return find(account, server)
        .orElseThrow(
            () ->
                new OperationException(
                    file(account) + " lacks the password of " + account.user() + " on " + server));
  }

  /** The same; empty where its file does not have it. */
  Optional<Credentials> find(StackAccount account, Server server) throws IOException {
    String password = read(account).getProperty(account.passwordKey(server), "");
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credentials(account.user(), password));
  }

  /** Settings as a file of properties has them. */
  static String text(Properties settings, String user) throws IOException {
    StringWriter text = new StringWriter();
    settings.store(text, "Settings of " + user + "; made by ./spillway");
    return text.toString();
  }

  private Properties read(StackAccount account) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file(account))) {
      try (Reader in = Files.newBufferedReader(file(account))) {
        properties.load(in);
      }
    }
    return properties;
  }

  private Path file(StackAccount account) {
    return directory.resolve(account.user() + ".properties");
  }

  /** Digits and letters only: no server and no file quotes them. */
  private static String password(SecureRandom random) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
