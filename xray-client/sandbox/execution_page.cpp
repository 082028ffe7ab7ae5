#include "execution_page.hpp"

#include "html.hpp"
#include "run_view.hpp"

#include <algorithm>
#include <vector>

namespace xrep::sandbox {
namespace {

// More cards than this and a browser gets slow; the rest is in /sandbox/state.
constexpr std::size_t kMostCards = 500;

std::string join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + escape(text);
  return joined;
}

std::string head(const Execution& execution) {
  std::string html = "<h1><span class=\"key\">" + escape(execution.issue.key) + "</span> " +
                     escape(execution.issue.summary) + "</h1><div class=\"facts\">";
  const auto add = [&html](const char* name, const std::string& value) {
    if (!value.empty()) html += std::string("<span>") + name + " <b>" + value + "</b></span>";
  };
  add("Environments", join(execution.environments));
  add("Version", join(execution.fix_versions));
  add("Revision", escape(execution.revision));
  add("Started", escape(execution.start_date));
  add("Finished", escape(execution.finish_date));
  add("Test Plan", links_to(execution.plans));
  add("Labels", join(execution.issue.labels));
  html += "</div>";
  return html + monospace(execution.description);
}

std::string counts_view(const std::vector<StatusCount>& counts) {
  std::string legend = "<div class=\"legend\">";
  for (const StatusCount& part : counts) {
    legend += std::string("<span><span class=\"dot ") + tone_of(part.status) + "\"></span><b>" +
              std::to_string(part.count) + "</b>" + escape(part.status) + "</span>";
  }
  return status_bar(counts) + legend + "</div>";
}

std::vector<const Run*> runs_with(const Execution& execution, const std::string& status) {
  std::vector<const Run*> found;
  for (const Run& run : execution.runs) {
    if (run.status == status) found.push_back(&run);
  }
  return found;
}

std::string group(Model& model, const Execution& execution, const std::string& status) {
  const std::vector<const Run*> runs = runs_with(execution, status);
  std::string html = "<h2>" + escape(status) + " <span class=\"count\">" +
                     std::to_string(runs.size()) + "</span></h2>";
  const bool open = tone_of(status) == tone_of("FAILED");
  const std::size_t shown = std::min(runs.size(), kMostCards);
  for (std::size_t i = 0; i < shown; ++i) {
    html += run_card(*runs[i], *model.find_test(runs[i]->test_key), open);
  }
  if (shown < runs.size()) {
    html += "<p class=\"empty\">" + std::to_string(runs.size() - shown) +
            " more are in <a href=\"/sandbox/state\">/sandbox/state</a>.</p>";
  }
  return html;
}

}  // namespace

std::string execution_page(Model& model, const Execution& execution) {
  const std::vector<StatusCount> counts = count_statuses(execution.runs);
  std::string body = head(execution);
  body += counts.empty() ? "<p class=\"empty\">No results yet.</p>" : counts_view(counts);
  for (const StatusCount& part : counts) body += group(model, execution, part.status);
  return frame(execution.issue.key + " " + execution.issue.summary, body);
}

}  // namespace xrep::sandbox
