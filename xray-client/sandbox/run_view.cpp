#include "run_view.hpp"

#include "html.hpp"
#include "media_type.hpp"
#include "run_fields.hpp"
#include "text.hpp"

#include <vector>

namespace xrep::sandbox {
namespace {

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  if (bytes < 1024ULL * 1024) return std::to_string((bytes + 512) / 1024) + " KiB";
  return std::to_string((bytes + 512ULL * 1024) / (1024ULL * 1024)) + " MiB";
}

std::string file_url(const Evidence& file) {
  return "\"/attachments/" + escape(file.id) + "\"";
}

std::string file_view(const Evidence& file) {
  const std::string caption =
      escape(file.filename) + " <span class=\"data\">" + size_text(file.size) + "</span>";
  const std::string link = "<a href=" + file_url(file) + ">";
  if (!is_picture(file.content_type, file.filename)) return "<div>" + link + caption + "</a></div>";
  return "<figure>" + link + "<img loading=\"lazy\" src=" + file_url(file) + " alt=\"" +
         escape(file.filename) + "\"></a><figcaption>" + caption + "</figcaption></figure>";
}

std::string files_view(const std::vector<Evidence>& files) {
  if (files.empty()) return {};
  std::string pictures;
  std::string others;
  for (const Evidence& file : files) {
    (is_picture(file.content_type, file.filename) ? pictures : others) += file_view(file);
  }
  return "<div class=\"files\">" + pictures + others + "</div>";
}

std::string step_row(const StepResult& step, std::size_t number) {
  const bool more = !step.evidence.empty();
  std::string row = std::string("<tr class=\"") + tone_of(step.status) + (more ? " has-more" : "") +
                    "\"><td class=\"number\">" + std::to_string(number) +
                    "</td><td class=\"tight\">" + badge(step.status) + "</td><td>" +
                    escape(step.action);
  if (!step.data.empty()) row += "<div class=\"data\">" + escape(step.data) + "</div>";
  row += "</td><td>" + escape(step.expected) + "</td><td>" + monospace(step.actual_result) +
         "</td><td>" + monospace(step.comment);
  if (!step.defects.empty()) row += "<div>Defects: " + links_to(step.defects) + "</div>";
  row += "</td></tr>";
  if (more) {
    row +=
        "<tr class=\"more\"><td></td><td colspan=\"5\">" + files_view(step.evidence) + "</td></tr>";
  }
  return row;
}

std::string steps_table(const std::vector<StepResult>& steps) {
  if (steps.empty()) return {};
  std::string table =
      "<div class=\"scroll\"><table><tr><th>#</th><th>Status</th><th>Action</th>"
      "<th>Expected</th><th>Actual</th><th>Comment</th></tr>";
  for (std::size_t i = 0; i < steps.size(); ++i) table += step_row(steps[i], i + 1);
  return table + "</table></div>";
}

std::vector<std::string> parameter_names(const std::vector<Iteration>& iterations) {
  std::vector<std::string> names;
  for (const Iteration& iteration : iterations) {
    for (const Parameter& parameter : iteration.parameters) add_once(names, parameter.name);
  }
  return names;
}

std::string value_of(const Iteration& iteration, const std::string& name) {
  for (const Parameter& parameter : iteration.parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return {};
}

std::string iteration_rows(const Iteration& iteration, std::size_t number,
                           const std::vector<std::string>& names) {
  const bool failed = iteration.status == "FAILED";
  const std::string details = monospace(iteration.log) + steps_table(iteration.steps);
  std::string rows = std::string("<tr class=\"") + tone_of(iteration.status) +
                     (failed && !details.empty() ? " has-more" : "") + "\"><td class=\"number\">" +
                     std::to_string(number) + "</td><td class=\"tight\">" +
                     badge(iteration.status) + "</td><td>" + escape(iteration.name) + "</td>";
  for (const std::string& name : names) {
    rows += "<td>" + escape(value_of(iteration, name)) + "</td>";
  }
  const std::string span = "\"" + std::to_string(names.size() + 2) + "\"";
  if (details.empty()) return rows + "</tr>";
  if (failed) {
    return rows + "</tr><tr class=\"more\"><td></td><td colspan=" + span + ">" + details +
           "</td></tr>";
  }
  return rows + "</tr><tr><td></td><td colspan=" + span + "><details><summary>Details</summary>" +
         details + "</details></td></tr>";
}

std::string iterations_table(const std::vector<Iteration>& iterations) {
  if (iterations.empty()) return {};
  const std::vector<std::string> names = parameter_names(iterations);
  std::string table =
      "<h3>Iterations</h3><div class=\"scroll\"><table><tr><th>#</th><th>Status"
      "</th><th>Name</th>";
  for (const std::string& name : names) table += "<th>" + escape(name) + "</th>";
  table += "</tr>";
  for (std::size_t i = 0; i < iterations.size(); ++i) {
    table += iteration_rows(iterations[i], i + 1, names);
  }
  return table + "</table></div>";
}

std::string failed_steps(const std::vector<StepResult>& steps) {
  std::string text;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].status != "FAILED") continue;
    text += (text.empty() ? "<b>step " : ", <b>step ") + std::to_string(i + 1) +
            "</b>: " + escape(steps[i].action);
  }
  return text;
}

std::string failed_iterations(const std::vector<Iteration>& iterations) {
  constexpr std::size_t kMostNamed = 5;
  std::size_t failed = 0;
  std::string named;
  for (const Iteration& iteration : iterations) {
    if (iteration.status != "FAILED" || ++failed > kMostNamed) continue;
    std::string parameters;
    for (const Parameter& parameter : iteration.parameters) {
      parameters += (parameters.empty() ? "" : ", ") + escape(parameter.name) + " = " +
                    escape(parameter.value);
    }
    named +=
        (named.empty() ? ": " : "; ") + (parameters.empty() ? escape(iteration.name) : parameters);
  }
  if (failed == 0) return {};
  return "<b>" + std::to_string(failed) + " of " + std::to_string(iterations.size()) +
         " iterations</b>" + named + (failed > kMostNamed ? "; …" : "");
}

// One line above everything else: where it went wrong.
std::string verdict(const Run& run) {
  const std::string where = failed_steps(run.steps) + failed_iterations(run.iterations);
  return where.empty() ? std::string() : "<p class=\"verdict\">Failed in " + where + "</p>";
}

std::string duration_text(const Run& run) {
  const auto start = parse_date_time(run.start);
  const auto finish = parse_date_time(run.finish);
  if (!start || !finish || *finish < *start) return {};
  const std::int64_t seconds = *finish - *start;
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return std::to_string(seconds) + " s";
  return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
}

std::string section(const char* title, const std::string& content) {
  return content.empty() ? std::string() : "<h3>" + std::string(title) + "</h3>" + content;
}

std::string examples_text(const std::vector<std::string>& examples) {
  std::string text;
  for (const std::string& status : examples) text += badge(status) + " ";
  return text;
}

std::string facts(const Run& run, const Test& test) {
  std::string text = "<div class=\"facts\"><span>Type <b>" + escape(test.type.name) + "</b></span>";
  const auto add = [&text](const std::string& name, const std::string& html) {
    if (!html.empty()) text += "<span>" + name + " <b>" + html + "</b></span>";
  };
  add("Definition", test.type.kind == "Unstructured" ? escape(test.definition) : "");
  add("Started", escape(run.start));
  add("Finished", escape(run.finish));
  add("Executed by", escape(run.executed_by));
  add("Assignee", escape(run.assignee));
  for (const FieldValue& field : run.custom_fields) {
    add(escape(field.name), escape(shown_value(field)));
  }
  add("Defects", links_to(run.defects));
  add("Requirements", links_to(test.requirements));
  return text + "</div>";
}

}  // namespace

std::string run_card(const Run& run, const Test& test, bool open) {
  std::string card = std::string("<details class=\"card test ") + tone_of(run.status) + "\"" +
                     (open ? " open" : "") + "><summary>" + badge(run.status) +
                     link_to(run.test_key) + "<span class=\"name\">" + escape(test.issue.summary) +
                     "</span><span class=\"time\">" + duration_text(run) + "</span></summary>";
  card += "<div class=\"inside\">" + verdict(run);
  card += section("Steps", steps_table(run.steps));
  card += iterations_table(run.iterations);
  card += section("Comment", monospace(run.comment));
  card += section("Examples", examples_text(run.examples));
  card += section("Attachments", files_view(run.evidence));
  return card + facts(run, test) + "</div></details>";
}

}  // namespace xrep::sandbox
