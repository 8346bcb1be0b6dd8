package dev.bantam.device.microcontroller;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a linked program takes, from the section headers of its ELF file.
 *
 * @param flash bytes that are stored: code, constants, and first values of variables
 * @param ram bytes of variables, without the stack
 */
record ElfSizes(long flash, long ram) {
  private static final int SECTION_TABLE = 32;
  private static final int SECTION_COUNT = 48;
  private static final int HEADER_BYTES = 40;
  private static final int WRITE = 1;
  private static final int ALLOCATED = 2;
  private static final int NO_BITS = 8;

  /** Of an ELF file of 32 bits, little endian. */
  static ElfSizes of(byte[] file) {
    var elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int table = elf.getInt(SECTION_TABLE);
    int count = elf.getShort(SECTION_COUNT) & 0xFFFF;
    long flash = 0;
    long ram = 0;
    for (int i = 0; i < count; i++) {
      int header = table + i * HEADER_BYTES;
      int type = elf.getInt(header + 4);
      int flags = elf.getInt(header + 8);
      long bytes = elf.getInt(header + 20) & 0xFFFFFFFFL;
      if ((flags & ALLOCATED) == 0) continue;
      if (type != NO_BITS) flash += bytes;
      if ((flags & WRITE) != 0) ram += bytes;
    }
    return new ElfSizes(flash, ram);
  }
}
