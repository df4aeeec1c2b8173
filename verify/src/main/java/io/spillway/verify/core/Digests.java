package io.spillway.verify.core;

/**
 * Fingerprints of 64 bits whose sum does not depend on the order of their parts, so that sets can
 * be compared as they stream by. The finaliser is Stafford's variant 13 of MurmurHash3's.
 */
public final class Digests {
  private Digests() {}

  /** Of one order line. */
  public static long line(int line, String sku, long quantity) {
    return mix(mix(text(sku) + line) ^ quantity);
  }

  /** Of some numbers, in their order. */
  public static long numbers(long... numbers) {
    long digest = 0;
    for (long number : numbers) {
      digest = mix(digest * 31 + number + 1);
    }
    return digest;
  }

  public static long text(String text) {
    long digest = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < text.length(); i++) {
      digest = (digest ^ text.charAt(i)) * 0x0000_0100_0000_01b3L;
    }
    return mix(digest);
  }

  private static long mix(long value) {
    long z = value + 0x9e37_79b9_7f4a_7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
