package io.postern.cli.topology;

import io.postern.client.PosternClient;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What applying a topology has come to.
 *
 * @param created how many resources were created, by kind
 * @param changed how many were changed
 * @param unchanged how many were as they should be
 */
public record Applied(Map<String, Integer> created, int changed, int unchanged) {
  /**
   * Applies a topology without asking and without a word.
   *
   * @param yaml the text of the topology
   */
  public static Applied to(PosternClient client, String yaml) {
    var plan = new Planner(client).plan(TopologyReader.read(yaml));
    var created = new LinkedHashMap<String, Integer>();
    var rollout =
        new Rollout(
            client,
            (word, declaration) -> {
              if (word.equals("created"))
                created.merge(declaration.type().singular(), 1, Integer::sum);
            });
    rollout.run(plan);
    return new Applied(created, (int) plan.updates(), (int) plan.unchanged());
  }
}
