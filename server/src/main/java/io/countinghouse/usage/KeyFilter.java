package io.countinghouse.usage;

import java.util.Arrays;

/**
 * Knows of most keys that it does not hold them: a Bloom filter whose bits for a key are all in one
 * line of the processor's cache. It never says so of a key that it holds.
 */
final class KeyFilter {

  /** About one key in 8,000 that is not held seems to be, so that dozens of filters say no. */
  static final int BITS_PER_KEY = 24;

  private static final int WORDS_PER_BLOCK = 8;
  private static final int BITS_SET = 7;
  private static final int BITS_PER_WORD = 64;
  private static final int BITS_PER_BLOCK = WORDS_PER_BLOCK * BITS_PER_WORD;
  private static final int BIT_IN_BLOCK_BITS = 9;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** May hold any key. */
  static final KeyFilter ALL = new KeyFilter(0);

  static {
    Arrays.fill(ALL.words, -1);
  }

  private final long[] words;
  private final int blocks;

  /**
   * @param keys how many keys are to be held
   */
  KeyFilter(long keys) {
    long wanted = keys * BITS_PER_KEY / BITS_PER_BLOCK + 1;
    this.blocks = Math.toIntExact(wanted);
    this.words = new long[Math.multiplyExact(blocks, WORDS_PER_BLOCK)];
  }

  /** What it takes of the memory. */
  long bytes() {
    return (long) words.length * Long.BYTES;
  }

  void add(long hash) {
    int block = block(hash);
    for (int i = 0; i < BITS_SET; i++) {
      int bit = bit(hash, i);
      words[block + bit / BITS_PER_WORD] |= 1L << bit;
    }
  }

  /** False: the key with this hash is not held. */
  boolean mayHold(long hash) {
    int block = block(hash);
    for (int i = 0; i < BITS_SET; i++) {
      int bit = bit(hash, i);
      if ((words[block + bit / BITS_PER_WORD] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The first word of the block of a key. */
  private int block(long hash) {
    return (int) Math.unsignedMultiplyHigh(hash * MIX, blocks) * WORDS_PER_BLOCK;
  }

  private static int bit(long hash, int number) {
    return (int) (hash >>> (number * BIT_IN_BLOCK_BITS)) & (BITS_PER_BLOCK - 1);
  }

  /** Of a key; the same for all filters, as a key is asked of dozens. */
  static long hash(int source, String id) {
    long hash = source * MIX;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * MIX;
      hash ^= hash >>> 29;
    }
    hash *= 0xBF58476D1CE4E5B9L;
    return hash ^ (hash >>> 32);
  }
}
