package dev.bantam.dataset;

import dev.bantam.error.ErrorCode;
import dev.bantam.type.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Decodes WAV files of 16 bits to {@code [frames]}, or {@code [frames, channels]}, -1 to 1. */
final class Recordings {
  private Recordings() {}

  static boolean isRecording(String lowerCasePath) {
    return lowerCasePath.endsWith(".wav");
  }

  static Sample decode(String path, byte[] bytes) throws IOException {
    try (var in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
      var format = in.getFormat();
      if (format.getEncoding() != AudioFormat.Encoding.PCM_SIGNED
          || format.getSampleSizeInBits() != 16) {
        throw DatasetException.invalid(path, "is %s, must be PCM of 16 bits", format);
      }
      var pcm = in.readAllBytes();
      var values = new float[pcm.length / 2];
      int high = format.isBigEndian() ? 0 : 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = ((pcm[2 * i + high] << 8) | (pcm[2 * i + 1 - high] & 255)) / 32768f;
      }
      int channels = format.getChannels();
      var shape =
          channels == 1 ? Shape.of(values.length) : Shape.of(values.length / channels, channels);
      return new Sample(shape, values);
    } catch (UnsupportedAudioFileException e) {
      throw new DatasetException(ErrorCode.INVALID_DATASET, path, "is no WAV file", e);
    }
  }
}
