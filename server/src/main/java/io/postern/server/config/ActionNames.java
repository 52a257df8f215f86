package io.postern.server.config;

import io.postern.server.kernel.Actions;
import java.util.List;

/** Actions in settings. */
final class ActionNames {
  private ActionNames() {}

  /** Refuses what is no list of actions; an empty one stands for all. */
  static void require(String setting, List<String> actions) {
    if (actions.isEmpty()) return;
    try {
      var _ = Actions.parse(String.join(",", actions));
    } catch (IllegalArgumentException e) {
      throw new SettingException(setting, "cannot be: " + e.getMessage() + ".");
    }
  }
}
