package io.spillway.privacy.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.schemas.privacy.SealedText;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one customer: encrypts values (AES-256-GCM, NIST SP 800-38D) and takes their MAC
 * (HMAC-SHA256). Both keys are derived from the kept one (HKDF, RFC 5869). Immutable, thread-safe,
 * and tells nobody its bytes.
 */
public final class CustomerKey {
  /** Bytes of the kept key. */
  public static final int BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int LENGTH_BYTES = 4;

  private final Customer customer;
  private final int generation;
  private final SecretKey encryption;
  private final SecretKey authentication;

  private CustomerKey(Customer customer, int generation, SecretKey encryption, SecretKey mac) {
    this.customer = customer;
    this.generation = generation;
    this.encryption = encryption;
    this.authentication = mac;
  }

  /**
   * A value that cannot be decrypted: it is another customer's, attribute's or key's, or damaged.
   */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /**
   * A key of a customer.
   *
   * @param generation from 1; rises by one after each destruction
   * @param kept 32 bytes
   */
  public static CustomerKey of(Customer customer, int generation, byte[] kept) {
    if (kept.length != BYTES) {
      throw new IllegalArgumentException("a customer's key has 32 bytes, not " + kept.length);
    }
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      SecretKey root = new SecretKeySpec(kept, "HKDF");
      return new CustomerKey(
          customer,
          generation,
          hkdf.deriveKey("AES", HKDFParameterSpec.expandOnly(root, info("values"), BYTES)),
          hkdf.deriveKey("HmacSHA256", HKDFParameterSpec.expandOnly(root, info("mac"), BYTES)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK has HKDF-SHA256", e);
    }
  }

  public Customer customer() {
    return customer;
  }

  public int generation() {
    return generation;
  }

  /**
   * Encrypts the value of an attribute.
   *
   * @param random must be a secure one: a nonce must not come twice
   */
  public String seal(String attribute, String value, RandomGenerator random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, attribute, nonce, 0);
      byte[] text = value.getBytes(UTF_8);
      byte[] content = new byte[NONCE_BYTES + cipher.getOutputSize(text.length)];
      System.arraycopy(nonce, 0, content, 0, NONCE_BYTES);
      cipher.doFinal(text, 0, text.length, content, NONCE_BYTES);
      return SealedText.of(generation, content).text();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK has AES-GCM", e);
    }
  }

  /** Decrypts the value of an attribute, which must be this very customer's and attribute's. */
  public String open(String attribute, SealedText sealed) throws UnreadableException {
    try {
      byte[] content = sealed.bytes();
      if (sealed.generation() != generation || content.length < NONCE_BYTES + TAG_BITS / 8) {
        throw new GeneralSecurityException("another key's, or cut");
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, attribute, content, 0);
      byte[] text = cipher.doFinal(content, NONCE_BYTES, content.length - NONCE_BYTES);
      return new String(text, UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnreadableException("attribute '" + attribute + "' cannot be decrypted", e);
    }
  }

  /** Equal for equal values of one attribute, and tells nothing to who has not this key. */
  public String mac(String attribute, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(authentication);
      return HexFormat.of().formatHex(mac.doFinal(parts(attribute, value)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK has HmacSHA256", e);
    }
  }

  private Cipher cipher(int mode, String attribute, byte[] nonce, int from)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
    cipher.updateAAD(
        parts(
            SealedText.PREFIX,
            customer.tenant(),
            customer.customerId(),
            Integer.toString(generation),
            attribute));
    return cipher;
  }

  /** Each with its length before it, so that no two lists of texts are the same bytes. */
  static byte[] parts(String... texts) {
    List<byte[]> encoded = Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toList();
    int length = encoded.stream().mapToInt(text -> LENGTH_BYTES + text.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] text : encoded) {
      for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        all[at++] = (byte) (text.length >>> shift);
      }
      System.arraycopy(text, 0, all, at, text.length);
      at += text.length;
    }
    return all;
  }

  private static byte[] info(String purpose) {
    return ("spillway customer key v1 " + purpose).getBytes(UTF_8);
  }
}
