package dev.bantam.device.microcontroller;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.kernel.Target.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * A processor core, described by what it can do, and the board that stands in for products with it.
 *
 * @param vectors whether it has vectors of 128 bits
 */
record Core(String name, Target target, boolean vectors, Board board) {
  private static final long MEBIBYTE = 1 << 20;

  /**
   * Values on multiples of 16 bytes, at most 16 KiB of rows on the stack, and inputs and outputs in
   * the arena.
   */
  private static final Memory SMALL = new Memory(16, 16 << 10, 1, true);

  private static final Caches NO_CACHES = new Caches(0, 0, 0);

  /** No floats, no division, no long multiplication. */
  static final Core M0 =
      new Core(
          "cortex-m0",
          scalar(
              "thumbv6m-none-eabi",
              List.of("-mcpu=cortex-m0"),
              Instructions.PLAIN,
              8,
              false,
              DotProduct.NONE),
          false,
          // the real chip has 256 KiB and 16 KiB
          new Board(
              "microbit",
              List.of(
                  "-global",
                  "nrf51-soc.flash-size=" + 4 * MEBIBYTE,
                  "-global",
                  "nrf51-soc.sram-size=" + 4 * MEBIBYTE),
              0,
              0,
              4 * MEBIBYTE,
              0x20000000L,
              4 * MEBIBYTE));

  /** Floats of 32 bits, and pairs of integers of 16 bits in a word. */
  static final Core M4 =
      new Core(
          "cortex-m4",
          scalar(
              "thumbv7em-none-eabihf",
              List.of("-mcpu=cortex-m4"),
              Instructions.ARM_DSP,
              32,
              true,
              DotProduct.WORDS_OF_I8),
          false,
          large("mps2-an386"));

  /** As the one before, with two instructions at a time. */
  static final Core M7 =
      new Core(
          "cortex-m7",
          scalar(
              "thumbv7em-none-eabihf",
              List.of("-mcpu=cortex-m7", "-mfpu=fpv5-sp-d16"),
              Instructions.ARM_DSP,
              32,
              true,
              DotProduct.WORDS_OF_I8),
          false,
          large("mps2-an500"));

  /** Vectors of 128 bits, of integers and floats. */
  static final Core M55 =
      new Core(
          "cortex-m55",
          new Target(
                  "thumbv8.1m.main-none-eabihf",
                  List.of("-mcpu=cortex-m55", "-O2"),
                  Instructions.ARM_MVE,
                  16,
                  8,
                  true,
                  DotProduct.VECTORS_TO_SUM,
                  NO_CACHES,
                  1)
              .withMemory(SMALL),
          true,
          // the core starts in a small memory; the program lies in a large one
          new Board(
              "mps3-an547", List.of(), 0, 0x70000000L, 4 * MEBIBYTE, 0x31000000L, 4 * MEBIBYTE));

  /** The boards of the M4 and the M7 have the same memory. */
  private static Board large(String machine) {
    return new Board(machine, List.of(), 0, 0, 4 * MEBIBYTE, 0x20000000L, 4 * MEBIBYTE);
  }

  private static Target scalar(
      String triple,
      List<String> options,
      Instructions instructions,
      int registers,
      boolean floats,
      DotProduct dot) {
    var all = new ArrayList<>(options);
    all.add("-O3");
    return new Target(triple, all, instructions, 4, registers, floats, dot, NO_CACHES, 1)
        .withMemory(SMALL);
  }
}
