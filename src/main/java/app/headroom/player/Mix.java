package app.headroom.player;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** How the stems are mixed; immutable. */
public record Mix(List<Channel> channels) {

  public Mix {
    channels = List.copyOf(channels);
  }

  /** Everything as it is. */
  public static Mix neutral(int stems) {
    return new Mix(Collections.nCopies(stems, Channel.NEUTRAL));
  }

  public Mix with(int stem, UnaryOperator<Channel> change) {
    List<Channel> changed = new ArrayList<>(channels);
    changed.set(stem, change.apply(changed.get(stem)));
    return new Mix(changed);
  }

  /** Whether it sounds: not muted, and soloed if any is. */
  public boolean heard(int stem) {
    Channel channel = channels.get(stem);
    return !channel.mute() && (channel.solo() || channels.stream().noneMatch(Channel::solo));
  }

  /** What each stem is multiplied by. */
  public List<Gain> gains() {
    List<Gain> gains = new ArrayList<>();
    for (int stem = 0; stem < channels.size(); stem++) {
      gains.add(heard(stem) ? channels.get(stem).gain() : Gain.NONE);
    }
    return gains;
  }
}
