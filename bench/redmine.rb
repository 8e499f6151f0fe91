# Run by Redmine's own `rails runner`: makes a public project of the plan.json of a publication.
# An outcome is a version of the roadmap, a key action an issue, a milestone an issue below it.
plan = JSON.parse(File.read(ARGV.fetch(0)))
Setting.login_required = "0"
Setting.issues_export_limit = "100000"
Setting.notified_events = []
author = User.find_by!(admin: true)
tracker = Tracker.find_by!(is_in_roadmap: true)
project = Project.create!(
  name: plan["plan"]["title"], identifier: "plan", is_public: true, trackers: [tracker],
  enabled_module_names: %w[issue_tracking]
)
given = {
  project: project, author: author, tracker: tracker, priority: IssuePriority.first,
  status: IssueStatus.first
}
Issue.transaction do
  plan["outcomes"].each { |outcome| Version.create!(project: project, name: outcome["title"], status: "open") }
  versions = plan["outcomes"].zip(project.versions.order(:id)).to_h { |outcome, version| [outcome["slug"], version] }
  plan["actions"].each do |action|
    version = versions[action["outcomes"].first]
    parent = Issue.create!(subject: action["title"], fixed_version: version, **given)
    action["milestones"].each do |milestone|
      Issue.create!(
        subject: milestone["title"], description: milestone["note"], due_date: milestone["due"],
        done_ratio: (milestone["progress"] || 0).div(10) * 10, fixed_version: version, parent_issue_id: parent.id,
        **given
      )
    end
  end
end
puts Issue.count
