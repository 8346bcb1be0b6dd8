package dev.bantam.device.microcontroller;

import java.util.List;

/**
 * A board that an emulator knows, and its memory.
 *
 * @param machine as the emulator calls it
 * @param settings for the emulator beside it
 * @param vectors where the core starts
 * @param rom where the program lies: at {@code vectors}, or in a larger memory elsewhere
 */
record Board(
    String machine,
    List<String> settings,
    long vectors,
    long rom,
    long romBytes,
    long ram,
    long ramBytes) {
  /** Bytes of the table of vectors; the marks follow it, so their addresses are known. */
  private static final int VECTOR_BYTES = 64;

  private static final int MARK_BYTES = 16;

  Board {
    settings = List.copyOf(settings);
  }

  /** Where a run begins, as the program passes through it. */
  long beginMark() {
    return vectors + VECTOR_BYTES;
  }

  /** Where it ends. */
  long endMark() {
    return beginMark() + MARK_BYTES;
  }

  /**
   * What lies where, for the linker. Parts are loaded apart: the file would hold all that lies
   * between them.
   */
  String linkerScript() {
    var text = rom == vectors ? "" : "  . = 0x%x;\n".formatted(rom);
    return """
    ENTRY(reset)
    PHDRS { start PT_LOAD; text PT_LOAD; data PT_LOAD; zero PT_LOAD; }
    SECTIONS {
      . = 0x%x;
      .vectors : {
        KEEP(*(.vectors))
        . = %d;
        KEEP(*(.marks.begin))
        . = %d;
        KEEP(*(.marks.end))
      } :start
    %s  .text : { *(.text*) *(.rodata*) } :text
      /DISCARD/ : { *(.ARM.exidx*) }
      data_load = ALIGN(., 8);
      . = 0x%x;
      .data : AT(data_load) { data_begin = .; *(.data*) . = ALIGN(4); data_end = .; } :data
      .bss (NOLOAD) : { . = ALIGN(16); bss_begin = .; *(.bss*) *(COMMON) . = ALIGN(4); bss_end = .; } :zero
      stack_top = 0x%x;
    }
    """
        .formatted(vectors, VECTOR_BYTES, VECTOR_BYTES + MARK_BYTES, text, ram, ram + ramBytes);
  }
}
