package io.postern.cli.topology;

import io.postern.client.PosternClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What applying a topology has come to.
 *
 * @param created the ends of the names of those created, by kind
 * @param changed how many were changed
 * @param unchanged how many were as they should be
 */
public record Applied(Map<String, List<String>> created, int changed, int unchanged) {
  /**
   * Applies a topology without asking and without a word.
   *
   * @param yaml the text of the topology
   * @throws io.postern.client.error.PosternException when the server refuses a part of it
   */
  public static Applied to(PosternClient client, String yaml) {
    try {
      return apply(client, yaml);
    } catch (RefusedException e) {
      throw e.refusal();
    }
  }

  private static Applied apply(PosternClient client, String yaml) {
    var plan = new Planner(client).plan(TopologyReader.read(yaml));
    var created = new LinkedHashMap<String, List<String>>();
    var rollout =
        new Rollout(
            client,
            (word, declaration) -> {
              if (word.equals("created"))
                created
                    .computeIfAbsent(declaration.type().singular(), _ -> new ArrayList<>())
                    .add(declaration.id());
            });
    rollout.run(plan);
    return new Applied(created, (int) plan.updates(), (int) plan.unchanged());
  }
}
