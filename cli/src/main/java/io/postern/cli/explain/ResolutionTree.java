package io.postern.cli.explain;

import io.postern.cli.print.Tree;
import io.postern.v1.ExplainResolutionResponse;
import io.postern.v1.ResolutionClaim;
import io.postern.v1.ResolutionLink;
import io.postern.v1.ResolutionStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** How a name was resolved, as a tree: a branch for each name of the chain. */
final class ResolutionTree {
  private final ExplainResolutionResponse explained;

  ResolutionTree(ExplainResolutionResponse explained) {
    this.explained = explained;
  }

  /**
   * @param question the name and the type that were asked for
   */
  List<String> lines(String question) {
    var byName = new LinkedHashMap<String, List<Tree>>();
    var below = new ArrayList<Tree>();
    for (var step : explained.getStepsList()) {
      if (step.getFqdn().isEmpty()) below.add(step(step));
      else byName.computeIfAbsent(step.getFqdn(), name -> new ArrayList<>()).add(step(step));
    }
    byName.forEach((name, steps) -> below.add(new Tree(name, steps)));
    return new Tree(question + ": " + explained.getAnswer().getRcode(), below).lines();
  }

  private static Tree step(ResolutionStep step) {
    var kind = StepText.word(step.getKind(), "KIND_");
    var below = new ArrayList<Tree>();
    for (var link : step.getLinksList()) below.add(Tree.leaf(link(link)));
    if (step.getLinksCount() == 0 && !step.getDecidedBy().isEmpty())
      below.add(Tree.leaf(step.getDecidedBy()));
    for (var claim : step.getClaimsList()) below.add(Tree.leaf(claim(claim)));
    return new Tree(
        StepText.outcome(step.getOutcome()) + "%-12s ".formatted(kind) + step.getSentence(), below);
  }

  private static String link(ResolutionLink link) {
    return (link.getAsked() ? "asked      " : "not asked  ")
        + hidden(link.getVirtualNetworkLink())
        + (link.getRedirectsMissingNames() ? "  (leaves missing names to the public side)" : "");
  }

  private static String claim(ResolutionClaim claim) {
    return "%-10s %s  %s"
        .formatted(
            StepText.word(claim.getDnsStatus(), "DNS_STATUS_"),
            hidden(claim.getPrivateEndpoint()),
            String.join(", ", claim.getIpAddressesList()));
  }

  private static String hidden(String name) {
    return name.isEmpty() ? "(not yours to see)" : name;
  }
}
