package io.spillway.stack.adapter.tls;

import io.spillway.stack.adapter.os.Checked;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.CertificatePlan;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccess;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * The certificates and accounts of one home: {@code tls/} and {@code accounts/}.
 *
 * @param tls of certificates and keys
 * @param accounts of the files of settings
 */
public record SecureHome(Path tls, Path accounts) {
  /** Those of a home's directory. */
  public static SecureHome of(Path home) {
    return new SecureHome(home.resolve("tls"), home.resolve("accounts"));
  }

  /** Makes what is missing for these servers of this machine; what is there stays as it is. */
  public void prepare(List<String> servers) throws IOException {
    prepare(servers, _ -> CertificatePlan.DNS_NAMES);
  }

  /** The same for servers that clients find under DNS names; one that lacks a name is renewed. */
  public void prepare(List<String> servers, Function<String, List<String>> dnsNames)
      throws IOException {
    SecureRandom random = new SecureRandom();
    try {
      new CertificateAuthority(tls, Instant.now(), random, dnsNames).ensure(servers);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make certificates in " + tls, e);
    }
    new AccountFiles(accounts)
        .ensure(
            account ->
                new StackAccount.Tls(
                    caFile().toString(),
                    certificate(account.user()).toString(),
                    key(account.user()).toString()),
            random);
  }

  /**
   * New certificates and keys for these servers from the same authority; their files are replaced.
   */
  public void renew(List<String> servers) throws IOException {
    try {
      new CertificateAuthority(tls, Instant.now(), new SecureRandom()).renew(servers);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make certificates in " + tls, e);
    }
  }

  /** What the certificates of these servers say; empty for what is not there. */
  public List<CertificateFacts> facts(List<String> servers) throws IOException {
    List<CertificateFacts> facts = new ArrayList<>();
    try {
      for (String server : servers) {
        if (Files.exists(certificate(server))) {
          facts.add(Pem.facts(server, Pem.certificate(certificate(server))));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read a certificate in " + tls, e);
    }
    return facts;
  }

  /** The certificate (PEM) that signed all others. */
  public Path caFile() {
    return CertificateAuthority.authorityFile(tls);
  }

  /** A server's certificate (PEM). */
  public Path certificate(String server) {
    return CertificateAuthority.certificateFile(tls, server);
  }

  /** A server's private key (PEM, PKCS #8, not encrypted). */
  public Path key(String server) {
    return CertificateAuthority.keyFile(tls, server);
  }

  public Credentials credentials(StackAccount account, Server server) {
    return Checked.orFail(() -> new AccountFiles(accounts).credentials(account, server));
  }

  /** The same where this home knows it. */
  public Optional<Credentials> find(StackAccount account, Server server) {
    return Checked.orFail(() -> new AccountFiles(accounts).find(account, server));
  }

  /** The settings of an account whose process finds its certificates elsewhere. */
  public String settings(StackAccount account, StackAccount.Tls tls) {
    Properties settings = new Properties();
    settings.putAll(account.settings(tls, server -> credentials(account, server).password()));
    return Checked.orFail(() -> AccountFiles.text(settings, account.user()));
  }

  /** Asks these servers whether they are well. */
  public Probe probe() {
    return Checked.orFail(() -> new Probe(TrustedSockets.of(caFile())));
  }

  /** What clients of these servers need. */
  public StackAccess access() {
    Map<Server, Credentials> operator = new EnumMap<>(Server.class);
    for (Server server : Server.values()) {
      operator.put(server, credentials(StackAccount.OPERATOR, server));
    }
    return new StackAccess(caFile(), accounts, operator);
  }
}
