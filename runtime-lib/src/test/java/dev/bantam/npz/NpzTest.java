package dev.bantam.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NpzTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {
        "BOOL", "I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64", "F16", "F32", "F64", "C64",
        "C128"
      })
  void everyTypeComesBackAsItWasWritten(DType dtype) {
    var type = TensorType.of(dtype, 2, 3);
    var bytes = new byte[(int) type.bytes()];
    for (int i = 0; i < bytes.length; i++)
      bytes[i] = (byte) (dtype == DType.BOOL ? i % 2 : 17 * i + 1);
    assertThat(roundTrip(new Literal(type, MemorySegment.ofArray(bytes))))
        .isEqualTo(new Literal(type, MemorySegment.ofArray(bytes)));
  }

  @Test
  void scalarsEmptyArraysAndStringsComeBackToo() {
    for (var literal :
        List.of(
            Literal.scalar(DType.F32, 1.5),
            Literal.zeros(TensorType.of(DType.I8, 0, 4)),
            Literal.strings(
                Shape.of(2), List.of("ab".getBytes(StandardCharsets.UTF_8), new byte[0])))) {
      assertThat(roundTrip(literal)).isEqualTo(literal);
    }
  }

  @Test
  void fortranOrderAndBigEndianAreBroughtIntoOurs() throws IOException {
    var values = ByteBuffer.allocate(12);
    for (short value : new short[] {1, 4, 2, 5, 3, 6}) values.putShort(value);
    var file =
        archive(
            "x.npy",
            npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }", values.array()));
    assertThat(Npz.read(file, NpzLimits.DEFAULT).firstEntry().getValue().toInts())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (3,), }' | x.npz: x: 8 bytes of values for shape [3], must be 12",
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (1,), }' | x.npz: x: there are bytes behind the values",
        "'{''descr'': ''|O'', ''fortran_order'': False, ''shape'': (1,), }' | 'x.npz: x: elements are \"O\", must be bool, integers, floats, complex numbers or bytes (S)'",
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (-1,), }' | x.npz: x: shape (-1,) is none",
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (9999999999,), }' | 'x.npz: x: extent \"9999999999\" is none'",
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (2000000000, 2000000000), }' | 'x.npz: x: shape [2000000000,2000000000] has too many bytes'",
        "'{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (1000000,), }' | 'x.npz: x: 4000000 bytes of values, at most 1048576'",
        "'{}' | 'x.npz: x: the header \"{}\" lacks a plain descr, fortran_order or shape'",
      })
  void aBadArrayIsRefusedWithTheReason(String header, String message) throws IOException {
    var file = archive("x.npy", npy(header, new byte[8]));
    assertThatThrownBy(() -> Npz.read(file, NpzLimits.DEFAULT))
        .isInstanceOf(NpzException.class)
        .hasMessage(message);
  }

  @Test
  void limitsHoldAtOneMore() throws IOException {
    var file =
        archive(
            "x.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]));
    assertThat(Npz.read(file, new NpzLimits(1, 8, 8, 1)).keySet()).containsExactly("x");
    assertThatThrownBy(() -> Npz.read(file, new NpzLimits(1, 7, 8, 1)))
        .hasMessage("x.npz: x: 8 bytes of values, at most 7");
    assertThatThrownBy(() -> Npz.read(file, new NpzLimits(0, 8, 8, 1)))
        .hasMessage("x.npz: 1 entries, at most 0");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("y.npz"), "PK no");
    assertThatThrownBy(() -> Npz.read(file, NpzLimits.DEFAULT))
        .isInstanceOf(NpzException.class)
        .hasMessageStartingWith("y.npz: is no intact .npz archive: ");
  }

  private Literal roundTrip(Literal literal) {
    var file = folder.resolve("a.npz");
    Map<String, Literal> arrays = new LinkedHashMap<>();
    arrays.put("0/i0", literal);
    Npz.write(file, arrays);
    var read = Npz.read(file, NpzLimits.DEFAULT);
    assertThat(read.keySet()).containsExactly("0/i0");
    return read.firstEntry().getValue();
  }

  private Path archive(String entry, byte[] content) throws IOException {
    var file = folder.resolve("x.npz");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return file;
  }

  private static byte[] npy(String header, byte[] values) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(values);
    return out.toByteArray();
  }
}
