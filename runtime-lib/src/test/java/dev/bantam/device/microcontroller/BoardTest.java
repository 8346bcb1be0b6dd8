package dev.bantam.device.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardTest {
  @Test
  void tellsTheLinkerWhatLiesWhere() {
    var board = new Board("any", List.of(), 0, 0x70000000L, 1 << 20, 0x20000000L, 1 << 16);
    assertThat(board.linkerScript())
        .isEqualTo(
            """
            ENTRY(reset)
            PHDRS { start PT_LOAD; text PT_LOAD; data PT_LOAD; zero PT_LOAD; }
            SECTIONS {
              . = 0x0;
              .vectors : {
                KEEP(*(.vectors))
                . = 64;
                KEEP(*(.marks.begin))
                . = 80;
                KEEP(*(.marks.end))
              } :start
              . = 0x70000000;
              .text : { *(.text*) *(.rodata*) } :text
              /DISCARD/ : { *(.ARM.exidx*) }
              data_load = ALIGN(., 8);
              . = 0x20000000;
              .data : AT(data_load) { data_begin = .; *(.data*) . = ALIGN(4); data_end = .; } :data
              .bss (NOLOAD) : { . = ALIGN(16); bss_begin = .; *(.bss*) *(COMMON) . = ALIGN(4); bss_end = .; } :zero
              stack_top = 0x20010000;
            }
            """);
  }

  @Test
  void textFollowsTheVectorsWhereBothLieInOneMemory() {
    assertThat(Core.M4.board().linkerScript())
        .contains("  } :start\n  .text : { *(.text*) *(.rodata*) } :text\n");
  }

  @Test
  void marksLieBehindTheVectors() {
    var board = new Board("any", List.of(), 0x10000000L, 0x10000000L, 1, 0, 1);
    assertThat(board.beginMark()).isEqualTo(0x10000040L);
    assertThat(board.endMark()).isEqualTo(0x10000050L);
  }

  @ParameterizedTest
  @CsvSource({
    "QEMU emulator version 7.2.22 (Debian 1:7.2), true",
    "QEMU emulator version 6.0.0, true",
    "QEMU emulator version 8.1.5, true",
    "QEMU emulator version 8.2.0, false",
    "QEMU emulator version 10.0.2, false",
    "QEMU emulator version 5.2.0, false",
    "'', false"
  })
  void countsOnlyWithEmulatorsWhoseInterfaceFits(String version, boolean fits) {
    assertThat(InstructionCounter.fits(version)).isEqualTo(fits);
  }
}
