package app.headroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceInfoTest {

  @ParameterizedTest
  @CsvSource({
    "wav, pcm_s16le, WAV 16 bit",
    "wav, pcm_s24le, WAV 24 bit",
    "wav, pcm_f32le, WAV 32 bit float",
    "wav, pcm_u8, WAV 8 bit",
    "wav, pcm_alaw, WAV",
    "aiff, pcm_s24be, AIFF 24 bit",
    "'mov,mp4,m4a,3gp,3g2,mj2', pcm_s16be, PCM 16 bit",
    "'mov,mp4,m4a,3gp,3g2,mj2', aac, AAC",
    "'mov,mp4,m4a,3gp,3g2,mj2', alac, ALAC",
    "wav, adpcm_ms, ADPCM",
    "mp3, mp3, MP3",
    "flac, flac, FLAC",
    "ogg, vorbis, Ogg Vorbis",
    "asf, wmav2, WMA"
  })
  void isNamedAsMusiciansNameIt(String container, String codec, String name) {
    SourceInfo info = new SourceInfo(container, codec, 44_100, 2, 1.0, TrackTags.NONE, false);
    assertThat(info.formatName()).isEqualTo(name);
  }
}
