package io.spillway.privacy.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that wrap customers' keys (AES-256-GCM). The last one wraps new keys; those before it
 * open what they have wrapped. Immutable, thread-safe, and tells nobody its bytes.
 */
public final class MasterKeys {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9-]{1,32}):([A-Za-z0-9+/=]{1,64})");

  private final Map<String, SecretKey> keys;
  private final String newest;

  private MasterKeys(Map<String, SecretKey> keys, String newest) {
    this.keys = keys;
    this.newest = newest;
  }

  /** A customer's key that cannot be unwrapped, and why. */
  public static final class UnwrapException extends Exception {
    private static final long serialVersionUID = 1;

    UnwrapException(String message) {
      super(message);
    }

    UnwrapException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /**
   * Reads lines {@code VERSION:BASE64} of 32 bytes each, oldest first; empty lines and those that
   * begin with {@code #} do not count.
   *
   * @throws IllegalArgumentException naming the line, and nothing of its key
   */
  public static MasterKeys parse(String text) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    String newest = "";
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("line " + number + " is not VERSION:BASE64");
      }
      newest = matcher.group(1);
      if (keys.put(newest, key(matcher.group(2), number)) != null) {
        throw new IllegalArgumentException("line " + number + " has a version for a second time");
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no line VERSION:BASE64");
    }
    return new MasterKeys(keys, newest);
  }

  /** A line of a new key. */
  public static String line(String version, RandomGenerator random) {
    byte[] key = new byte[CustomerKey.BYTES];
    random.nextBytes(key);
    return version + ":" + Base64.getEncoder().encodeToString(key);
  }

  /** The version that wraps new keys. */
  public String newest() {
    return newest;
  }

  /** The versions, oldest first. */
  public Set<String> versions() {
    return Set.copyOf(keys.keySet());
  }

  /** A new key of a customer. */
  public StoredKeyDraft create(Customer customer, int generation, RandomGenerator random) {
    byte[] kept = new byte[CustomerKey.BYTES];
    random.nextBytes(kept);
    return new StoredKeyDraft(customer, generation, wrap(customer, generation, kept, random));
  }

  /** A key that is not kept yet. */
  public record StoredKeyDraft(Customer customer, int generation, WrappedKey wrapped) {}

  /** The same key under the newest master key. */
  public WrappedKey rewrap(StoredCustomerKey stored, WrappedKey wrapped, RandomGenerator random)
      throws UnwrapException {
    byte[] kept = kept(stored.customer(), stored.generation(), wrapped);
    return wrap(stored.customer(), stored.generation(), kept, random);
  }

  /** Opens a customer's key. */
  public CustomerKey unwrap(Customer customer, int generation, WrappedKey wrapped)
      throws UnwrapException {
    byte[] kept = kept(customer, generation, wrapped);
    try {
      return CustomerKey.of(customer, generation, kept);
    } finally {
      Arrays.fill(kept, (byte) 0);
    }
  }

  private WrappedKey wrap(Customer customer, int generation, byte[] kept, RandomGenerator random) {
    byte[] bytes = new byte[WrappedKey.BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    System.arraycopy(nonce, 0, bytes, 0, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, newest, nonce, customer, generation)
          .doFinal(kept, 0, kept.length, bytes, NONCE_BYTES);
      return new WrappedKey(newest, bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK has AES-GCM", e);
    }
  }

  private byte[] kept(Customer customer, int generation, WrappedKey wrapped)
      throws UnwrapException {
    if (!keys.containsKey(wrapped.master())) {
      throw new UnwrapException(
          "the master key '" + wrapped.master() + "' is not among " + keys.keySet());
    }
    try {
      byte[] bytes = wrapped.bytes();
      return cipher(Cipher.DECRYPT_MODE, wrapped.master(), bytes, customer, generation)
          .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnwrapException(
          "a customer's key was not wrapped by this master key '" + wrapped.master() + "'", e);
    }
  }

  private Cipher cipher(int mode, String version, byte[] nonce, Customer customer, int generation)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.get(version), new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(
        CustomerKey.parts(
            "spillway customer key v1",
            version,
            customer.tenant(),
            customer.customerId(),
            Integer.toString(generation)));
    return cipher;
  }

  private static SecretKey key(String base64, int line) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.getBytes(US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + line + " has no Base64 after the colon", e);
    }
    if (bytes.length != CustomerKey.BYTES) {
      throw new IllegalArgumentException(
          "line " + line + " has a key of " + bytes.length + " bytes, not 32");
    }
    return new SecretKeySpec(bytes, "AES");
  }
}
